//! The MSP's colour on what is handed out.

/// Contrast with white paper from which a line or a bar is told apart by anybody, on grey prints too
/// (WCAG 2.2, 1.4.3).
const LEAST: f64 = 4.5;

/// `#rrggbb` in lower case; none when it is no such colour, or too pale for paper.
pub(super) fn admitted(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('#').to_ascii_lowercase();
    let channels = channels(&digits)?;
    (1.05 / (luminance(channels) + 0.05) >= LEAST).then(|| format!("#{digits}"))
}

fn channels(digits: &str) -> Option<[u8; 3]> {
    // `from_str_radix` takes a sign as well.
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

/// Relative luminance, 0 to 1 (WCAG 2.2).
fn luminance(channels: [u8; 3]) -> f64 {
    let [red, green, blue] = channels.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::admitted;

    #[test]
    fn a_colour_is_written_in_one_way() {
        for text in ["#1d5c87", "1D5C87", " #1D5c87 "] {
            assert_eq!(admitted(text).as_deref(), Some("#1d5c87"), "{text}");
        }
    }

    #[test]
    fn what_is_no_colour_or_cannot_be_seen_on_paper_is_not_taken() {
        for text in ["", "#", "#fff", "blue", "#1d5c8", "#1d5c877", "+d5c87", "#1d5c8g", "}body{x", "#ééé"]
        {
            assert_eq!(admitted(text), None, "{text}");
        }
        // 4.48 and 4.54 to 1 on white.
        assert_eq!(admitted("#777777"), None);
        assert_eq!(admitted("#767676").as_deref(), Some("#767676"));
        assert_eq!(admitted("#ffd400"), None);
    }
}
