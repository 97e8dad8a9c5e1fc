// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Bonds
/// @notice How the bond of a party that let a round expire is shared.
/// contracts/lemmas/BondLemmas.sol proves that no wei is lost or created.
library Bonds {
    /// @notice The share of a bond that each of `others` parties gets, and how many of them get one
    /// odd wei more.
    function split(uint256 bond, uint256 others) internal pure returns (uint256 share, uint256 odd) {
        share = bond / others;
        odd = bond % others;
    }

    /// @notice The credit of the party at `position` among the others: its own bond and its part of
    /// the lost one.
    function creditOf(
        uint256 bond,
        uint256 share,
        uint256 odd,
        uint256 position
    ) internal pure returns (uint256) {
        return bond + share + (position < odd ? 1 : 0);
    }
}
