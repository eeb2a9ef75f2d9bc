#include "CCrypto.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <pthread.h>

// A library context of our own: openssl.cnf and $OPENSSL_CONF do not reach it, so a host whose
// configuration swaps or drops providers cannot take SHA-256 or Ed25519 away. SHA-256 is fetched
// once, since a fetch costs several times the hash of a short message.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static OSSL_LIB_CTX *library = NULL;
static EVP_MD *sha256 = NULL;

static void prepare(void) {
  library = OSSL_LIB_CTX_new();
  if (library != NULL) sha256 = EVP_MD_fetch(library, "SHA256", NULL);
}

// EVP reads a NULL library as the process-wide one, so nothing may go on without ours.
static int ready(void) { return pthread_once(&once, prepare) == 0 && sha256 != NULL; }

static int settled(int done) {
  if (done == 1) return 1;
  ERR_clear_error();
  return 0;
}

int ccrypto_sha256(const void *bytes, size_t count, uint8_t *digest) {
  return settled(ready() && EVP_Digest(bytes, count, digest, NULL, sha256, NULL) == 1);
}

int ccrypto_sha256_prefixed(uint8_t prefix, const void *bytes, size_t count, uint8_t *digest) {
  EVP_MD_CTX *context = ready() ? EVP_MD_CTX_new() : NULL;
  int done = context != NULL && EVP_DigestInit_ex(context, sha256, NULL) == 1 &&
             EVP_DigestUpdate(context, &prefix, 1) == 1 && EVP_DigestUpdate(context, bytes, count) == 1 &&
             EVP_DigestFinal_ex(context, digest, NULL) == 1;
  EVP_MD_CTX_free(context);
  return settled(done);
}

ccrypto_sha256_stream *ccrypto_sha256_stream_new(void) {
  EVP_MD_CTX *context = ready() ? EVP_MD_CTX_new() : NULL;
  if (context != NULL && EVP_DigestInit_ex(context, sha256, NULL) != 1) {
    EVP_MD_CTX_free(context);
    context = NULL;
  }
  settled(context != NULL);
  return (ccrypto_sha256_stream *)context;
}

int ccrypto_sha256_stream_update(ccrypto_sha256_stream *stream, const void *bytes, size_t count) {
  return settled(EVP_DigestUpdate((EVP_MD_CTX *)stream, bytes, count));
}

int ccrypto_sha256_stream_finish(ccrypto_sha256_stream *stream, uint8_t *digest) {
  return settled(EVP_DigestFinal_ex((EVP_MD_CTX *)stream, digest, NULL));
}

void ccrypto_sha256_stream_free(ccrypto_sha256_stream *stream) { EVP_MD_CTX_free((EVP_MD_CTX *)stream); }

ccrypto_ed25519_key *ccrypto_ed25519_key_new(const uint8_t *seed) {
  EVP_PKEY *key =
      ready() ? EVP_PKEY_new_raw_private_key_ex(library, "ED25519", NULL, seed, CCRYPTO_ED25519_KEY_BYTES) : NULL;
  settled(key != NULL);
  return (ccrypto_ed25519_key *)key;
}

void ccrypto_ed25519_key_free(ccrypto_ed25519_key *key) { EVP_PKEY_free((EVP_PKEY *)key); }

int ccrypto_ed25519_public_key(const ccrypto_ed25519_key *key, uint8_t *public_key) {
  size_t count = CCRYPTO_ED25519_KEY_BYTES;
  int done = EVP_PKEY_get_raw_public_key((const EVP_PKEY *)key, public_key, &count);
  return settled(done == 1 && count == CCRYPTO_ED25519_KEY_BYTES);
}

int ccrypto_ed25519_sign(
    const ccrypto_ed25519_key *key, const uint8_t *message, size_t count, uint8_t *signature) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  size_t written = CCRYPTO_ED25519_SIGNATURE_BYTES;
  // The cast drops const for EVP's sake alone: signing only reads the key and counts a reference, atomically.
  int done = context != NULL &&
             EVP_DigestSignInit_ex(context, NULL, NULL, library, NULL, (EVP_PKEY *)key, NULL) == 1 &&
             EVP_DigestSign(context, signature, &written, message, count) == 1;
  EVP_MD_CTX_free(context);
  return settled(done && written == CCRYPTO_ED25519_SIGNATURE_BYTES);
}

int ccrypto_ed25519_verify(
    const uint8_t *public_key, const uint8_t *signature, const uint8_t *message, size_t count) {
  EVP_PKEY *key = ready() ? EVP_PKEY_new_raw_public_key_ex(
                                library, "ED25519", NULL, public_key, CCRYPTO_ED25519_KEY_BYTES)
                          : NULL;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  int valid = key != NULL && context != NULL &&
              EVP_DigestVerifyInit_ex(context, NULL, NULL, library, NULL, key, NULL) == 1 &&
              EVP_DigestVerify(context, signature, CCRYPTO_ED25519_SIGNATURE_BYTES, message, count) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return settled(valid);
}

int ccrypto_equal(const void *left, const void *right, size_t count) {
  return count == 0 || CRYPTO_memcmp(left, right, count) == 0;
}

void ccrypto_wipe(void *bytes, size_t count) {
  if (count > 0) OPENSSL_cleanse(bytes, count);
}
