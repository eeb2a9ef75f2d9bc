#pragma once

#include <stdint.h>

/// Recovers the public key that made an ECDSA signature over secp256k1.
/// Returns 1 and fills `public_key` (64 bytes, x then y, big-endian), or 0 when there is none.
int csecp256k1_recover(
    const uint8_t *signature /* r then s, 64 bytes */, int recovery_id /* 0 to 3 */,
    const uint8_t *digest /* 32 bytes */, uint8_t *public_key);
