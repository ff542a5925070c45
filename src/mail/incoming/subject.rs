//! Subjects as messages of one thread share them.

/// What programs put before a subject when answering or forwarding, in the languages whose programs translate it.
const PREFIXES: [&str; 27] = [
    "re", "fwd", "fw", "aw", "wg", "sv", "vs", "antw", "res", "enc", "tr", "rv", "rif", "odp", "pd", "ynt", "vl", "doorst",
    "答复", "回复", "回覆", "转发", "轉寄", "balas", "bls", "trs", "返信",
];

/// The subject without `Re:` and the like, as messages of one thread share it: lower case, white space folded. A tag in brackets stays.
#[must_use]
pub fn subject_key(subject: &str) -> String {
    let folded = subject.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut rest = folded.as_str();
    while let Some(shorter) = without_prefix(rest) {
        rest = shorter;
    }
    rest.to_owned()
}

/// Without one `re:`, `re[2]:`, `re(2):`, `re :` or `re：`.
fn without_prefix(subject: &str) -> Option<&str> {
    let subject = subject.trim_start();
    let (prefix, rest) = subject.split_once([':', '：'])?;
    let word = prefix.trim_end();
    let word = match word.strip_suffix([']', ')']) {
        Some(numbered) => {
            let (word, number) = numbered.rsplit_once(['[', '('])?;
            number.bytes().all(|digit| digit.is_ascii_digit()).then_some(word.trim_end())?
        }
        None => word,
    };
    PREFIXES.contains(&word).then(|| rest.trim_start())
}
