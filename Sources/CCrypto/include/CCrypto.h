// The one door to OpenSSL's libcrypto: only what Digests needs, with no OpenSSL type in sight.
// Every function may be called from any thread. Those that return int return 1 for "done" or
// "valid" and 0 for everything else; none leaves an entry in the thread's OpenSSL error queue.
#ifndef CURFEW_CCRYPTO_H
#define CURFEW_CCRYPTO_H

#include <stddef.h>
#include <stdint.h>

enum { CCRYPTO_SHA256_BYTES = 32, CCRYPTO_ED25519_KEY_BYTES = 32, CCRYPTO_ED25519_SIGNATURE_BYTES = 64 };

/// A running SHA-256; it belongs to one caller at a time.
typedef struct ccrypto_sha256_stream ccrypto_sha256_stream;
/// An Ed25519 private key; it may be shared between threads.
typedef struct ccrypto_ed25519_key ccrypto_ed25519_key;

/// `digest` receives 32 bytes; `bytes` may be NULL where `count` is 0.
int ccrypto_sha256(const void *_Nullable bytes, size_t count, uint8_t *_Nonnull digest);

/// The digest of `prefix` and then `bytes`, without joining them.
int ccrypto_sha256_prefixed(uint8_t prefix, const void *_Nullable bytes, size_t count, uint8_t *_Nonnull digest);

/// NULL only when memory is exhausted.
ccrypto_sha256_stream *_Nullable ccrypto_sha256_stream_new(void);
int ccrypto_sha256_stream_update(ccrypto_sha256_stream *_Nonnull stream, const void *_Nullable bytes, size_t count);
/// `digest` receives 32 bytes; the stream takes nothing after this.
int ccrypto_sha256_stream_finish(ccrypto_sha256_stream *_Nonnull stream, uint8_t *_Nonnull digest);
void ccrypto_sha256_stream_free(ccrypto_sha256_stream *_Nullable stream);

/// `seed` is 32 bytes and is copied. NULL only when memory is exhausted.
ccrypto_ed25519_key *_Nullable ccrypto_ed25519_key_new(const uint8_t *_Nonnull seed);
/// Wipes the key's memory, then frees it.
void ccrypto_ed25519_key_free(ccrypto_ed25519_key *_Nullable key);
/// `public_key` receives 32 bytes.
int ccrypto_ed25519_public_key(const ccrypto_ed25519_key *_Nonnull key, uint8_t *_Nonnull public_key);
/// `signature` receives 64 bytes.
int ccrypto_ed25519_sign(
    const ccrypto_ed25519_key *_Nonnull key, const uint8_t *_Nullable message, size_t count,
    uint8_t *_Nonnull signature);
/// `public_key` is 32 bytes and `signature` 64.
int ccrypto_ed25519_verify(
    const uint8_t *_Nonnull public_key, const uint8_t *_Nonnull signature, const uint8_t *_Nullable message,
    size_t count);

/// 1 when both are equal, in a time that depends on `count` alone.
int ccrypto_equal(const void *_Nullable left, const void *_Nullable right, size_t count);
/// Overwrites with zeros in a way that the compiler may not leave out.
void ccrypto_wipe(void *_Nullable bytes, size_t count);

#endif
