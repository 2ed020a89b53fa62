//! Of how many parts an SMS is made: 160 letters of the GSM alphabet or 70 of any other in one, 153 or 67 in each of several.

/// The GSM 7-bit alphabet (3GPP TS 23.038).
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// What takes the place of two letters of it.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// The parts of an SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Their number; at least one.
    pub count: u32,
    /// Whether it has letters beyond the GSM alphabet.
    pub is_unicode: bool,
}

/// The parts of which `text` is made.
pub fn parts(text: &str) -> Parts {
    let gsm = |letter: char| match letter {
        letter if BASIC.contains(letter) => Some(1),
        letter if EXTENDED.contains(letter) => Some(2),
        _ => None,
    };
    match text.chars().map(gsm).collect::<Option<Vec<usize>>>() {
        Some(sizes) => Parts { count: count(&sizes, 160, 153), is_unicode: false },
        None => {
            let sizes: Vec<usize> = text.chars().map(char::len_utf16).collect();
            Parts { count: count(&sizes, 70, 67), is_unicode: true }
        }
    }
}

/// No letter is split between two parts.
fn count(sizes: &[usize], alone: usize, each: usize) -> u32 {
    if sizes.iter().sum::<usize>() <= alone {
        return 1;
    }
    let (mut parts, mut used) = (1, 0);
    for size in sizes {
        if used + size > each {
            (parts, used) = (parts + 1, 0);
        }
        used += size;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> (u32, bool) {
        let Parts { count, is_unicode } = parts(text);
        (count, is_unicode)
    }

    #[test]
    fn parts_are_counted_as_networks_do() {
        assert_eq!(counted(""), (1, false));
        assert_eq!(counted(&"a".repeat(160)), (1, false));
        assert_eq!(counted(&"a".repeat(161)), (2, false));
        assert_eq!(counted(&"a".repeat(306)), (2, false));
        assert_eq!(counted(&"a".repeat(307)), (3, false));
        // The sign of the euro takes two places and is not split.
        assert_eq!(counted(&"€".repeat(80)), (1, false));
        assert_eq!(counted(&"€".repeat(81)), (2, false));
        assert_eq!(counted(&format!("{}€{}", "a".repeat(152), "a".repeat(152))), (3, false));
        assert_eq!(counted(&"ক".repeat(70)), (1, true));
        assert_eq!(counted(&"ক".repeat(71)), (2, true));
        assert_eq!(counted(&"ক".repeat(134)), (2, true));
        assert_eq!(counted(&"ক".repeat(135)), (3, true));
        assert_eq!(counted(&"🌹".repeat(35)), (1, true));
        // 33 of them fit into 67 places.
        assert_eq!(counted(&"🌹".repeat(67)), (3, true));
    }
}
