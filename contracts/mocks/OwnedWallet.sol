// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title OwnedWallet
/// @notice A company's account that is a contract: one owner's key signs for it (EIP-1271) and
/// makes its calls. For tests only.
contract OwnedWallet {
    /// @notice The owner, whose signatures and calls it accepts.
    address public owner;

    /// @notice The caller is not the owner.
    error OwnedWalletNotOwner();

    /// @notice A wallet owned by `first`.
    constructor(address first) {
        owner = first;
    }

    /// @notice Receives the money for bonds, and returned bonds.
    receive() external payable { }

    /// @notice Makes a call, and reverts with the same data if the call reverts.
    function execute(address to, uint256 value, bytes calldata data) external {
        if (msg.sender != owner) revert OwnedWalletNotOwner();
        (bool done, bytes memory result) = to.call{ value: value }(data);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }

    /// @notice Makes `next` the owner: signatures of the old owner are no longer accepted.
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
