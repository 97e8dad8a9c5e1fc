// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Params, Phase } from "../types/Round.sol";

/// @notice What the model knows of a round. A set of parties is a word in which bit k stands for
/// party k.
struct Book {
    Phase phase;
    uint256 parties;
    uint256 bond;
    uint256 deadline;
    uint256 exchangePeriod;
    uint256 settlePeriod;
    /// @dev Whether its outcome is sealed.
    bool isSealed;
    /// @dev Who sends in each exchange.
    uint256[] senders;
    uint256 exchange;
    uint256 committed;
    /// @dev Who has posted in the present exchange.
    uint256 posted;
    bytes30[] posts;
}

/// @title RoundModel
/// @notice The rules of a round once more, as plainly as they can be said, to hold the coordinator
/// against. For tests only.
library RoundModel {
    /// @notice A round as opened at `time`.
    function open(Book storage book, Params memory params, uint256[] memory senders, uint256 time) internal {
        book.phase = Phase.Committing;
        book.parties = params.parties.length;
        book.bond = params.bond;
        book.deadline = time + params.commitPeriod;
        book.exchangePeriod = params.exchangePeriod;
        book.settlePeriod = params.settlePeriod;
        book.isSealed = params.sealedKey != 0;
        book.senders = senders;
        book.posts = new bytes30[](book.parties);
    }

    /// @notice A party's commitment. The last one begins the first exchange, or Settling.
    function commit(Book storage book, uint256 party, bytes32 digest, uint256 time) internal {
        book.committed |= 1 << party;
        book.posts[party] = bytes30(digest);
        if (owing(book) == 0) _begin(book, 0, time);
    }

    /// @notice A party's post in the present exchange. The last one begins the next, or Settling.
    function post(Book storage book, uint256 party, bytes32 digest, uint256 time) internal {
        book.posted |= 1 << party;
        book.posts[party] = next(book.posts[party], book.exchange, digest);
        if (owing(book) == 0) _begin(book, book.exchange + 1, time);
    }

    /// @notice The parties that have to act.
    function owing(Book storage book) internal view returns (uint256) {
        if (book.phase == Phase.Committing) return ((1 << book.parties) - 1) & ~book.committed;
        if (book.phase == Phase.Running) return book.senders[book.exchange] & ~book.posted;
        return 0;
    }

    /// @notice Whether a party has to act.
    function owes(Book storage book, uint256 party) internal view returns (bool) {
        return contains(owing(book), party);
    }

    /// @notice What a party gets when the round closes now.
    function refund(Book storage book, uint256 party) internal view returns (uint256) {
        if (party >= book.parties) return 0;
        uint256 bond = contains(book.committed, party) ? book.bond : 0;
        uint256 due = owing(book);
        uint256 others = book.parties - size(due);
        if (book.phase != Phase.Running || others == 0) return bond;
        if (contains(due, party)) return 0;
        uint256 lost = book.bond * size(due);
        uint256 before = party - size(due & ((1 << party) - 1));
        return bond + lost / others + (before < lost % others ? 1 : 0);
    }

    /// @notice A running digest after one more post.
    function next(bytes30 posts, uint256 exchange, bytes32 digest) internal pure returns (bytes30) {
        return bytes30(keccak256(abi.encode(posts, exchange, digest)));
    }

    /// @notice Whether a set has a party.
    function contains(uint256 set, uint256 party) internal pure returns (bool) {
        return (set >> party) % 2 == 1;
    }

    /// @notice How many parties a set has.
    function size(uint256 set) internal pure returns (uint256 count) {
        for (; set != 0; set >>= 1) {
            count += set % 2;
        }
    }

    function _begin(Book storage book, uint256 exchange, uint256 time) private {
        bool last = exchange == book.senders.length;
        book.phase = last ? Phase.Settling : Phase.Running;
        book.exchange = exchange;
        book.posted = 0;
        book.deadline = time + (last ? book.settlePeriod : book.exchangePeriod);
    }
}
