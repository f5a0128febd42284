//! Help in lines that a person reads. The width is fixed: what a page looks like must not hang on where it was made.

use clap::Command;

/// How many columns a paragraph takes.
const PARAGRAPH: usize = 96;
/// How many columns what stands beside a flag takes.
const BESIDE_A_FLAG: usize = 72;

/// The tree with all its texts in lines.
pub(super) fn wrapped(command: Command) -> Command {
    let about = command.get_long_about().map(|text| lines(&text.to_string(), PARAGRAPH));
    let command = match about {
        Some(about) => command.long_about(about),
        None => command,
    };
    let command =
        command.mut_args(|arg| match arg.get_help().map(|text| lines(&text.to_string(), BESIDE_A_FLAG)) {
            Some(help) => arg.help(help),
            None => arg,
        });
    command.mut_subcommands(wrapped)
}

/// A text in lines of at most so many columns, but for words that are longer. Lines that are there stay.
pub(crate) fn lines(text: &str, columns: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + 8);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            wrapped.push('\n');
        }
        let mut column = 0;
        for word in line.split(' ') {
            let width = word.chars().count();
            if column > 0 && column + 1 + width > columns {
                wrapped.push('\n');
                column = 0;
            } else if column > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += width;
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn words_stay_whole_and_lines_stay_lines() {
        assert_eq!(lines("one two three", 7), "one two\nthree");
        assert_eq!(lines("one\n\ntwo three", 9), "one\n\ntwo three");
        assert_eq!(lines("incomprehensible word", 5), "incomprehensible\nword");
    }
}
