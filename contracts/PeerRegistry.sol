// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IPeerRegistry } from "./interfaces/IPeerRegistry.sol";

/// @title Registry of peers
/// @notice Maps each account to its peer. An account can write only its own entry.
contract PeerRegistry is IPeerRegistry {
    /// @notice Stored form of a peer; version 0 when the account never registered.
    struct Peer {
        bytes32 key;
        uint64 version;
        string addresses;
    }

    uint256 private constant _MAX_ADDRESSES = 1024;

    mapping(address account => Peer) private _peers;

    /// @inheritdoc IPeerRegistry
    function register(bytes32 key, string calldata addresses) external {
        if (key == 0) revert PeerRegistryKeyZero();
        uint256 length = bytes(addresses).length;
        if (length > _MAX_ADDRESSES) revert PeerRegistryAddressesTooLong(length);
        Peer storage peer = _peers[msg.sender];
        peer.key = key;
        peer.addresses = addresses;
        uint64 version = ++peer.version;
        emit PeerRegistered(msg.sender, key, addresses, version);
    }

    /// @inheritdoc IPeerRegistry
    function peerOf(address account) external view returns (bytes32 key, string memory addresses, uint64 version) {
        Peer storage peer = _peers[account];
        return (peer.key, peer.addresses, peer.version);
    }
}
