// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Registry of the peers with which accounts meet off chain
/// @notice Each account says for itself which Ed25519 key it has on the network and where it is reached. No owner, and nobody
/// speaks for another.
/// @dev The key is not proven: an account can register the key of another. It gains nothing by that, since whoever dials it
/// reaches the key's true holder, and what it is owed is served to that holder. So an account tells its peer key, but a peer key
/// alone does not tell one account.
interface IPeerRegistry {
    /// @notice `account` is reached under `key` at `addresses` from now on. `version` counts its registrations from 1.
    event PeerRegistered(address indexed account, bytes32 key, string addresses, uint64 version);

    /// @notice The key is zero.
    error PeerRegistryKeyZero();
    /// @notice The addresses have more than 1,024 bytes.
    error PeerRegistryAddressesTooLong(uint256 length);

    /// @notice Registers the sender's peer, in place of what it registered before.
    /// @param key Ed25519 public key of the peer; not zero.
    /// @param addresses Multiaddrs separated by one space each, at most 1,024 bytes. Their syntax is the reader's to check; an
    /// empty text says that the account is not reached at present.
    function register(bytes32 key, string calldata addresses) external;

    /// @notice What an account registered last.
    /// @param account The account.
    /// @return key Ed25519 public key; 0 when the account never registered.
    /// @return addresses Multiaddrs separated by one space each.
    /// @return version Number of registrations so far, 0 when the account never registered.
    function peerOf(address account) external view returns (bytes32 key, string memory addresses, uint64 version);
}
