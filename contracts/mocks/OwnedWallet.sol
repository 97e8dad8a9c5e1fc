// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title OwnedWallet
/// @notice A company's account that is a contract: one owner's key signs for it (EIP-1271) and
/// makes its calls. For tests only.
contract OwnedWallet {
    /// @notice Whose signatures it takes.
    address public owner;

    /// @notice Somebody else than the owner asked for a call.
    error OwnedWalletNotOwner();

    /// @notice A wallet of `first`.
    constructor(address first) {
        owner = first;
    }

    /// @notice Holds what bonds are paid from, and takes them back.
    receive() external payable { }

    /// @notice Makes a call, or reverts as it does.
    function execute(address to, uint256 value, bytes calldata data) external {
        if (msg.sender != owner) revert OwnedWalletNotOwner();
        (bool done, bytes memory result) = to.call{ value: value }(data);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }

    /// @notice From now on `next` owns it: what the old owner signed is no longer taken.
    function handOver(address next) external {
        if (msg.sender != owner) revert OwnedWalletNotOwner();
        owner = next;
    }

    /// @notice EIP-1271.
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 65) return 0xffffffff;
        address signer =
            ecrecover(hash, uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64]));
        return signer != address(0) && signer == owner ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}
