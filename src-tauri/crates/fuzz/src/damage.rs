//! Ways to damage an input.

use serde_json::{Value, json};

/// Words that parsers stumble over.
const WORDS: [&str; 20] = [
    "null",
    "true",
    "\"\"",
    "{}",
    "[]",
    "-1",
    "1e999",
    "99999999999999999999",
    "\\ud800",
    "\u{feff}",
    "\0",
    "\"stat\":\"FAIL\",",
    "\"next_offset\":",
    "\u{202e}",
    "' or 1=1--",
    "api-1a2b3c4d.duosecurity.com",
    "DIWJ8X6AEYOR5OMC6TQ1",
    " and ",
    "in (",
    "is empty",
];
/// Longest input that is made.
const MOST: usize = 256 * 1024;

/// Numbers that follow from a seed (`SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `most`; 0 where there is nothing to choose from.
    fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % most).unwrap_or(0)
    }
}

/// One of the inputs, damaged.
pub(crate) fn damaged(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut input = seeds.get(dice.below(seeds.len())).cloned().unwrap_or_default();
    if dice.below(2) == 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(&input)
    {
        for _ in 0..=dice.below(4) {
            bend(&mut value, dice);
        }
        return value.to_string().into_bytes();
    }
    for _ in 0..=dice.below(6) {
        scratch(&mut input, seeds, dice);
    }
    input.truncate(MOST);
    input
}

/// Another value in a random place.
pub(crate) fn bend(value: &mut Value, dice: &mut Dice) {
    let down = dice.below(6) > 0;
    match value {
        Value::Array(items) if down && !items.is_empty() => {
            let at = dice.below(items.len());
            match dice.below(12) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                2 => items.reverse(),
                _ => bend(&mut items[at], dice),
            }
        }
        Value::Object(fields) if down && !fields.is_empty() => {
            let at = dice.below(fields.len());
            let Some(name) = fields.keys().nth(at).cloned() else { return };
            match dice.below(12) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(format!("{name}_x"), json!(1))),
                _ => {
                    if let Some(inner) = fields.get_mut(&name) {
                        bend(inner, dice);
                    }
                }
            }
        }
        other => *other = odd(other, dice),
    }
}

fn odd(value: &Value, dice: &mut Dice) -> Value {
    match dice.below(14) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(1e300),
        5 => json!(""),
        6 => json!("\u{0}\u{202e}\u{feff}x"),
        7 => json!([value]),
        8 => json!({ "a": value }),
        9 => (0..100).fold(json!(0), |inner, _| json!([inner])),
        10 => json!("9".repeat(400)),
        11 => json!(value.to_string()),
        12 => json!([]),
        _ => json!({}),
    }
}

/// Bytes changed, added, taken away, or taken from elsewhere.
fn scratch(input: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let at = dice.below(input.len());
    match dice.below(7) {
        0 | 1 if !input.is_empty() => input[at] ^= 1 << dice.below(8),
        2 => {
            let word = WORDS[dice.below(WORDS.len())];
            input.splice(at..at, word.bytes());
        }
        3 => {
            let end = (at + 1 + dice.below(64)).min(input.len());
            drop(input.drain(at..end));
        }
        4 => input.truncate(at),
        5 => {
            let other = seeds.get(dice.below(seeds.len())).cloned().unwrap_or_default();
            let from = dice.below(other.len());
            input.truncate(at);
            input.extend(other.into_iter().skip(from));
        }
        _ => {
            let end = (at + 1 + dice.below(64)).min(input.len());
            let piece = input[at..end].to_vec();
            input.splice(at..at, piece);
        }
    }
}
