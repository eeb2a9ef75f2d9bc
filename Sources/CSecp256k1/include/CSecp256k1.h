// The one door to libsecp256k1: only what Digests needs, with no type of the library in sight.
#ifndef CURFEW_CSECP256K1_H
#define CURFEW_CSECP256K1_H

#include <stdint.h>

enum { CSECP256K1_DIGEST_BYTES = 32, CSECP256K1_COMPACT_BYTES = 64, CSECP256K1_PUBLIC_KEY_BYTES = 64 };

/// Recovers the public key that made an ECDSA signature over secp256k1 (SEC 1, section 4.1.6). From any thread.
///
/// `signature` is r then s, 64 bytes; `recovery_id` 0 to 3; `digest` 32 bytes. Returns 1 and fills `public_key` with
/// 64 bytes, x then y, big-endian; 0 when no key can have made the signature. A high s is taken like any other.
int csecp256k1_recover(
    const uint8_t *_Nonnull signature, int recovery_id, const uint8_t *_Nonnull digest, uint8_t *_Nonnull public_key);

#endif
