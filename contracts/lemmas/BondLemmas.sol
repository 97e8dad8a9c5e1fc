// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bonds } from "../libraries/Bonds.sol";

/// @title BondLemmas
/// @notice The shares of a bond add up to the bond, for every bond and number of parties. Proven by
/// the compiler's SMTChecker (test/deep/lemmas.test.ts), never deployed.
contract BondLemmas {
    /// @notice The shares and the odd wei add up to the bond, and there are fewer odd wei than
    /// parties.
    function splitIsExact(uint96 bond, uint8 others) external pure {
        if (others == 0) return;
        (uint256 share, uint256 odd) = Bonds.split(bond, others);
        assert(share * others + odd == bond);
        assert(odd < others);
    }

    /// @notice Induction step: one more party's credit, added to the total `_first` of the parties
    /// before it, gives the total with that party.
    function creditsAddUp(uint96 bond, uint96 share, uint8 odd, uint8 position) external pure {
        uint256 next = Bonds.creditOf(bond, share, odd, position);
        assert(_first(bond, share, odd, position) + next == _first(bond, share, odd, uint256(position) + 1));
    }

    /// @notice The other parties together get exactly their own bonds and the lost bond.
    function nothingIsLostOrMade(uint96 share, uint8 odd, uint8 others) external pure {
        if (odd >= others) return;
        uint256 bond = uint256(share) * others + odd;
        assert(_first(bond, share, odd, others) == others * bond + bond);
    }

    /// @dev The total that the first `count` parties get. Each gets one odd wei while any are left.
    function _first(uint256 bond, uint256 share, uint256 odd, uint256 count) private pure returns (uint256) {
        return count * (bond + share) + (count < odd ? count : odd);
    }
}
