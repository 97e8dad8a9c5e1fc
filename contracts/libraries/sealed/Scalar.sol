// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ORDER } from "../BN254.sol";

/// @dev An element of the scalar field Z_r as its residue in [0, r). Whoever wraps a number makes
/// sure of that range, or that only `+` and `*` follow, which reduce.
type Scalar is uint256;

using { add as +, subtract as -, multiply as *, equal as == } for Scalar global;

Scalar constant ZERO = Scalar.wrap(0);
Scalar constant ONE = Scalar.wrap(1);
Scalar constant MINUS_ONE = Scalar.wrap(ORDER - 1);

function add(Scalar a, Scalar b) pure returns (Scalar) {
    return Scalar.wrap(addmod(Scalar.unwrap(a), Scalar.unwrap(b), ORDER));
}

function subtract(Scalar a, Scalar b) pure returns (Scalar) {
    // Unchecked: b < r.
    unchecked {
        return Scalar.wrap(addmod(Scalar.unwrap(a), ORDER - Scalar.unwrap(b), ORDER));
    }
}

function multiply(Scalar a, Scalar b) pure returns (Scalar) {
    return Scalar.wrap(mulmod(Scalar.unwrap(a), Scalar.unwrap(b), ORDER));
}

function equal(Scalar a, Scalar b) pure returns (bool) {
    return Scalar.unwrap(a) == Scalar.unwrap(b);
}
