//! Lines that one caller has read before, and need not read again.
//!
//! The text of an answer is a line of JSON, its whole; then for each of its members that stand apart a line with the number of
//! a place, and behind it, where the caller does not have that value in that place, a blank and the value. It has it for as long
//! as it asks the same instance.

use super::{Lines, Written};
use crate::crypto::{append, append_decimal, equal};

/// Bytes of lines from which on the places are filled anew.
const MAX_BYTES: usize = 64 * 1024;

/// The line in each place.
#[derive(Debug, Default)]
pub struct Said {
    places: Vec<Written>,
    bytes: usize,
}

impl Said {
    /// The text of an answer, whose values are then in their places.
    pub fn text(&mut self, answer: Lines) -> Vec<u8> {
        let Lines { whole: Written(mut text), apart } = answer;
        for line in apart {
            let known = self.places.iter().position(|known| equal(&known.0, &line.0));
            let place = known.unwrap_or(if self.bytes > MAX_BYTES { 0 } else { self.places.len() });
            append(&mut text, b"\n");
            append_decimal(&mut text, u64::try_from(place).unwrap_or(u64::MAX));
            if known.is_none() {
                append(&mut text, b" ");
                append(&mut text, &line.0);
                self.keep(place, line);
            }
        }
        text
    }

    #[inline(never)]
    fn keep(&mut self, place: usize, line: Written) {
        if place == 0 {
            self.places.clear();
            self.bytes = 0;
        }
        self.bytes = self.bytes.saturating_add(line.0.len());
        self.places.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a caller reads who keeps the places as the text says.
    #[derive(Default)]
    struct Caller(Vec<String>);

    impl Caller {
        /// The values of the members that stand apart, and whether each was read anew.
        fn read(&mut self, text: &[u8]) -> Vec<(String, bool)> {
            let text = str::from_utf8(text).unwrap();
            let mut lines = text.split('\n');
            assert!(lines.next().unwrap().starts_with('{'));
            let value = |line: &str| match line.split_once(' ') {
                Some((place, value)) => {
                    let place: usize = place.parse().unwrap();
                    self.0.resize(self.0.len().max(place + 1), String::new());
                    self.0[place] = value.into();
                    (value.to_owned(), true)
                }
                None => (self.0[line.parse::<usize>().unwrap()].clone(), false),
            };
            lines.map(value).collect()
        }
    }

    fn answer(values: &[&str]) -> Lines {
        Lines::object(|out| values.iter().for_each(|value| out.apart("name", value)))
    }

    fn shown(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| format!("\"{value}\"")).collect()
    }

    #[test]
    fn a_value_is_said_once() {
        let (mut said, mut caller) = (Said::default(), Caller::default());
        for (values, anew) in [
            (vec!["a", "b"], vec![true, true]),
            (vec!["a", "b"], vec![false, false]),
            (vec!["b", "c", "b"], vec![false, true, false]),
            (vec!["d", "d"], vec![true, false]),
            (vec![], vec![]),
        ] {
            let read = caller.read(&said.text(answer(&values)));
            assert_eq!(read.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>(), shown(&values));
            assert_eq!(read.iter().map(|(_, anew)| *anew).collect::<Vec<_>>(), anew, "{values:?}");
        }
        assert_eq!(said.text(answer(&["a"])), b"{\"name\":[1]}\n0");
        assert_eq!(said.text(answer(&["e"])), b"{\"name\":[1]}\n4 \"e\"");
    }

    #[test]
    fn there_is_an_end_to_what_is_kept_and_every_answer_is_whole() {
        let (mut said, mut caller) = (Said::default(), Caller::default());
        for number in 0..10_000_usize {
            let long = format!("{}{number}", "x".repeat(number % 5_000));
            let values = [long.as_str(), "same", long.as_str()];
            let read = caller.read(&said.text(answer(&values)));
            assert_eq!(read.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>(), shown(&values));
            assert!(said.bytes <= MAX_BYTES + long.len() + 8 && said.places.len() <= MAX_BYTES, "{number}");
            assert_eq!(said.bytes, said.places.iter().map(|line| line.0.len()).sum::<usize>(), "{number}");
            assert!(!read[2].1, "{number}");
        }
    }
}
