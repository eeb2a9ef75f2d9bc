#include "CSecp256k1.h"

#include <pthread.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <string.h>

// Made once: a context tests itself at birth, and recovering only reads it, from any thread.
// SECP256K1_CONTEXT_VERIFY is what versions before 0.2 need; later ones take every context.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static secp256k1_context *context = NULL;

static void prepare(void) { context = secp256k1_context_create(SECP256K1_CONTEXT_VERIFY); }

int csecp256k1_recover(const uint8_t *signature, int recovery_id, const uint8_t *digest, uint8_t *public_key) {
  secp256k1_ecdsa_recoverable_signature parsed;
  secp256k1_pubkey key;
  uint8_t serialized[1 + CSECP256K1_PUBLIC_KEY_BYTES];
  size_t length = sizeof serialized;
  // A recovery id out of range is misuse to the library, which then ends the process.
  if (recovery_id < 0 || recovery_id > 3) return 0;
  if (pthread_once(&once, prepare) != 0 || context == NULL) return 0;
  if (secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, signature, recovery_id) != 1) return 0;
  if (secp256k1_ecdsa_recover(context, &key, &parsed, digest) != 1) return 0;
  if (secp256k1_ec_pubkey_serialize(context, serialized, &length, &key, SECP256K1_EC_UNCOMPRESSED) != 1) return 0;
  // The first byte says "uncompressed".
  memcpy(public_key, serialized + 1, CSECP256K1_PUBLIC_KEY_BYTES);
  return 1;
}
