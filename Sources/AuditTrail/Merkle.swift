import Digests

/// The hashes of RFC 9162, section 2.1.1.
package enum Merkle {}
