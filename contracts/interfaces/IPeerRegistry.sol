// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Registry of the peers through which accounts communicate off chain
/// @notice Each account registers the Ed25519 key of its own peer and the addresses at which the
/// peer can be reached. The registry has no owner, and no account can register for another.
/// @dev Nobody proves possession of a key: an account can register a key that belongs to another.
/// It gains nothing by that, since whoever dials the key reaches its true holder, who then gets
/// what the account should receive. So an account determines its peer key, but a peer key alone
/// does not determine an account.
interface IPeerRegistry {
    /// @notice From now on the peer of `account` has the key `key` and is reached at `addresses`.
    /// `version` counts its registrations from 1.
    event PeerRegistered(address indexed account, bytes32 key, string addresses, uint64 version);

    /// @notice The key is zero.
    error PeerRegistryKeyZero();
    /// @notice The addresses are longer than 1,024 bytes.
    error PeerRegistryAddressesTooLong(uint256 length);

    /// @notice Registers the sender's peer and replaces its earlier registration.
    /// @param key Ed25519 public key of the peer; not zero.
    /// @param addresses Multiaddrs separated by one space each, at most 1,024 bytes. The reader
    /// must check their syntax. An empty string means that the account cannot be reached at
    /// present.
    function register(bytes32 key, string calldata addresses) external;

    /// @notice What an account registered last.
    /// @param account The account.
    /// @return key Ed25519 public key; 0 when the account never registered.
    /// @return addresses Multiaddrs separated by one space each.
    /// @return version Number of registrations so far, 0 when the account never registered.
    function peerOf(address account) external view returns (bytes32 key, string memory addresses, uint64 version);
}
