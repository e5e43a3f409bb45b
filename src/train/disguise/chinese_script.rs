//! Traditional characters in simplified text, and the other way round.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

use crate::normalize;
use crate::train::random::Random;

/// OpenCC's tables, which are compiled in; without them nothing is swapped.
static TO_TRADITIONAL: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2t).ok());

/// Every character in the other script, where it has another form there.
pub(super) fn swapped(text: &str, _: &mut Random) -> String {
    let Some(to_traditional) = &*TO_TRADITIONAL else { return text.to_owned() };
    let swap = |c: char| match normalize::is_traditional(c) {
        true => normalize::fold(c).unwrap_or(c).to_string(),
        false if crate::script::is_han(c) => to_traditional.convert(&c.to_string()),
        false => c.to_string(),
    };
    text.chars().map(swap).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn each_script_is_written_in_the_other() {
        assert_table(
            swapped,
            &[("现金彩票网", "現金彩票網"), ("現金彩票網", "现金彩票网"), ("開户 now", "开戶 now"), ("ab", "ab")],
        );
    }
}
