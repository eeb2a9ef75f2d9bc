#include "CSecp256k1.h"

#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <string.h>

int csecp256k1_recover(const uint8_t *signature, int recovery_id, const uint8_t *digest, uint8_t *public_key) {
  secp256k1_context *context = secp256k1_context_create(SECP256K1_CONTEXT_VERIFY);
  secp256k1_ecdsa_recoverable_signature parsed;
  secp256k1_pubkey key;
  uint8_t serialized[65];
  size_t length = sizeof serialized;
  int done = context != NULL && recovery_id >= 0 && recovery_id <= 3 &&
             secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, signature, recovery_id) == 1 &&
             secp256k1_ecdsa_recover(context, &key, &parsed, digest) == 1 &&
             secp256k1_ec_pubkey_serialize(context, serialized, &length, &key, SECP256K1_EC_UNCOMPRESSED) == 1;
  if (done) memcpy(public_key, serialized + 1, 64);
  if (context != NULL) secp256k1_context_destroy(context);
  return done;
}
