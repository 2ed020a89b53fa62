//! Rules that need no rows.

use crate::MessageState;

/// Whether a report of `next` changes a message in `state`. What is over stays as it is, but what has arrived may have been read, and what was
/// given up without an answer of the provider (`has_answer`) may have been taken after all.
pub(crate) fn may_follow(state: MessageState, next: MessageState, has_answer: bool) -> bool {
    use MessageState::{Delivered, Failed, Queued, Read, Sending, Sent, Undelivered};
    match (state, next) {
        (Queued, _) | (_, Queued | Sending) => false,
        (Sending, _) | (Sent, Delivered | Read | Undelivered | Failed) | (Delivered, Read) => true,
        (Failed, Sent | Delivered | Read) => !has_answer,
        _ => false,
    }
}

/// Whether a report that names `reported` is of the last attempt of a message that the provider calls `known`: while it is being sent, that is the name
/// of the attempt before.
pub(crate) fn is_of_last_attempt(state: MessageState, known: Option<&str>, reported: Option<&str>) -> bool {
    match (known, reported) {
        (Some(known), Some(reported)) => (known == reported) != (state == MessageState::Sending),
        _ => true,
    }
}

/// What somebody wishes who replies with one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// No messages any more.
    Stop,
    /// Messages again.
    Start,
}

/// Words by which people stop messages: those that networks know, and the Bengali one.
const STOP: [&str; 8] = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "বন্ধ"];
/// Words by which people ask for messages again.
const START: [&str; 3] = ["START", "UNSTOP", "চালু"];

/// The wish in a reply: one of the words, and nothing else.
pub(crate) fn wish_of(reply: &str) -> Option<Wish> {
    let word = reply.trim().trim_end_matches(['.', '!', '।']).to_uppercase();
    if STOP.contains(&word.as_str()) {
        Some(Wish::Stop)
    } else if START.contains(&word.as_str()) {
        Some(Wish::Start)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [MessageState; 7] = [
        MessageState::Queued,
        MessageState::Sending,
        MessageState::Sent,
        MessageState::Delivered,
        MessageState::Read,
        MessageState::Undelivered,
        MessageState::Failed,
    ];

    #[test]
    fn what_is_over_is_not_moved_back() {
        for next in STATES {
            assert!(!may_follow(MessageState::Read, next, true), "{next}");
            assert!(!may_follow(MessageState::Undelivered, next, false), "{next}");
            assert!(!may_follow(MessageState::Failed, next, true), "{next}");
            assert_eq!(may_follow(MessageState::Delivered, next, true), next == MessageState::Read, "{next}");
            assert!(!may_follow(next, MessageState::Queued, false), "{next}");
        }
        assert!(!may_follow(MessageState::Sent, MessageState::Sent, true));
        assert!(may_follow(MessageState::Sending, MessageState::Delivered, false));
        assert!(!may_follow(MessageState::Queued, MessageState::Undelivered, true));
        assert!(may_follow(MessageState::Failed, MessageState::Delivered, false));
    }

    #[test]
    fn reports_are_of_the_last_attempt() {
        assert!(is_of_last_attempt(MessageState::Sent, Some("2"), Some("2")));
        assert!(!is_of_last_attempt(MessageState::Sent, Some("2"), Some("1")));
        assert!(!is_of_last_attempt(MessageState::Sending, Some("1"), Some("1")));
        assert!(is_of_last_attempt(MessageState::Sending, Some("1"), Some("2")));
        assert!(is_of_last_attempt(MessageState::Sending, None, Some("1")));
        assert!(is_of_last_attempt(MessageState::Sent, Some("1"), None));
    }

    #[test]
    fn only_a_word_alone_is_a_wish() {
        for stop in ["STOP", " stop ", "Stop.", "বন্ধ", "unsubscribe!"] {
            assert_eq!(wish_of(stop), Some(Wish::Stop), "{stop}");
        }
        assert_eq!(wish_of("start"), Some(Wish::Start));
        for other in ["", "stop by at noon", "Thanks", "don't stop"] {
            assert_eq!(wish_of(other), None, "{other}");
        }
    }
}
