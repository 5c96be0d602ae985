//! How the version of an operating system stands to those seen beside it. Duo does not say what is out of date.

/// By the main versions of one system that were seen at a client, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Of the first.
    Newest,
    /// Of the second.
    Behind,
    /// Of a later one.
    OutOfDate,
}

impl Standing {
    /// Every standing, the best first.
    pub const ALL: [Self; 3] = [Self::Newest, Self::Behind, Self::OutOfDate];

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Behind => "behind",
            Self::OutOfDate => "out_of_date",
        }
    }

    /// Of the main version at a place, the newest at 1.
    pub fn at(place: u64) -> Self {
        match place {
            0 | 1 => Self::Newest,
            2 => Self::Behind,
            _ => Self::OutOfDate,
        }
    }
}

/// The leading number of a version: 15 of `15.6.1`; none = it does not begin with a number of at most six digits.
pub fn main_version(version: &str) -> Option<u32> {
    let digits = version.trim_start();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end).filter(|digits| digits.len() <= 6)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_version_is_the_leading_number() {
        let cases = [
            ("15.6.1", Some(15)),
            ("11", Some(11)),
            (" 10.0.19045", Some(10)),
            ("10H2", Some(10)),
            ("0", Some(0)),
            ("999999", Some(999_999)),
            ("1234567", None),
            ("", None),
            (" ", None),
            ("v15", None),
            ("-1", None),
            ("XP", None),
        ];
        for (version, expected) in cases {
            assert_eq!(main_version(version), expected, "{version:?}");
        }
    }

    #[test]
    fn what_is_further_than_one_behind_is_out_of_date() {
        let standings: Vec<&str> = (1..=4).map(|place| Standing::at(place).id()).collect();
        assert_eq!(standings, ["newest", "behind", "out_of_date", "out_of_date"]);
    }
}
