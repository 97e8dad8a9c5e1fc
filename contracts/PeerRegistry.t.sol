// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IPeerRegistry } from "./interfaces/IPeerRegistry.sol";
import { Test } from "./test-support/Test.sol";
import { PeerRegistry } from "./PeerRegistry.sol";

/// @title PeerRegistryTest
/// @notice Each account writes its own entry and no other, whatever it registers.
contract PeerRegistryTest is Test {
    PeerRegistry private _registry;

    /// @notice An empty registry.
    function setUp() public {
        _registry = new PeerRegistry();
    }

    /// @notice An account that never registered has no peer.
    function testFuzzUnknown(address account) public view {
        _isPeer(account, 0, "", 0);
    }

    /// @notice A read returns the account's last registration, and the entries of other accounts
    /// stay unchanged.
    function testFuzzRegister(
        address account,
        address other,
        bytes32[3] memory keys,
        string[3] memory addresses
    ) public {
        if (account == other) return;
        for (uint256 i = 0; i < 3; ++i) {
            keys[i] = bytes32(_bound(uint256(keys[i]), 1, type(uint256).max));
            addresses[i] = _cut(addresses[i]);
        }
        _register(account, keys[0], addresses[0]);
        _register(other, keys[1], addresses[1]);
        _register(account, keys[2], addresses[2]);
        _isPeer(account, keys[2], addresses[2], 2);
        _isPeer(other, keys[1], addresses[1], 1);
    }

    /// @notice The key 0 is refused, and changes nothing.
    function testFuzzKeyZero(address account, bytes32 key) public {
        key = bytes32(_bound(uint256(key), 1, type(uint256).max));
        _register(account, key, "here");
        VM.prank(account);
        _expect(IPeerRegistry.PeerRegistryKeyZero.selector);
        _registry.register(0, "there");
        _isPeer(account, key, "here", 1);
    }

    /// @notice 1,024 bytes of addresses are accepted, one more is refused.
    function testFuzzLength(address account, uint256 length) public {
        length = _bound(length, 0, 2100);
        string memory addresses = string(new bytes(length));
        if (length > 1024) {
            VM.prank(account);
            _expect(IPeerRegistry.PeerRegistryAddressesTooLong.selector, length);
            _registry.register(bytes32(uint256(1)), addresses);
            _isPeer(account, 0, "", 0);
        } else {
            _register(account, bytes32(uint256(1)), addresses);
            _isPeer(account, bytes32(uint256(1)), addresses, 1);
        }
    }

    /// @notice The limit of the length itself, which fuzzing may miss.
    function testLengthBound() public {
        testFuzzLength(address(this), 1024);
        testFuzzLength(address(1), 1025);
    }

    function _register(address account, bytes32 key, string memory addresses) private {
        VM.prank(account);
        _registry.register(key, addresses);
    }

    function _isPeer(address account, bytes32 key, string memory addresses, uint64 version) private view {
        (bytes32 actualKey, string memory actualAddresses, uint64 actualVersion) = _registry.peerOf(account);
        _equal(actualKey, key);
        _equal(keccak256(bytes(actualAddresses)), keccak256(bytes(addresses)));
        _equal(uint256(actualVersion), version);
    }

    /// @dev The first 1,024 bytes.
    function _cut(string memory text) private pure returns (string memory) {
        bytes memory raw = bytes(text);
        if (raw.length <= 1024) return text;
        bytes memory cut = new bytes(1024);
        for (uint256 i = 0; i < cut.length; ++i) cut[i] = raw[i];
        return string(cut);
    }
}
