//! Captions: an opening in the voice of the account, a thought, what to do next, and hashtags.

use super::{letters, sentence};

/// What a caption is made of.
#[derive(Debug)]
pub(crate) struct CaptionBrief<'a> {
    /// The headline of the post.
    pub(crate) title: &'a str,
    /// Where the account works: `Austin, Texas`.
    pub(crate) place: Option<&'a str>,
    /// Words for its voice: `warm`.
    pub(crate) voice: &'a [String],
    /// The next number gives another text.
    pub(crate) turn: usize,
}

/// What stands around the headline, and at the end, in one voice.
struct Tone {
    voice: &'static str,
    openings: [&'static str; 3],
    closings: [&'static str; 2],
}

/// The first is for whoever has named no voice.
const TONES: [Tone; 5] = [
    Tone {
        voice: "plain-spoken",
        openings: [
            "{title} No jargon, promised.",
            "{title} Here is what it means.",
            "In plain words: {title}",
        ],
        closings: ["Save it for the day you need it.", "Questions? Ask me, I answer all of them."],
    },
    Tone {
        voice: "warm",
        openings: [
            "{title} If this has been on your mind, you are in good company.",
            "{title} I made this one for you.",
            "Pour a coffee and sit down for a minute. {title}",
        ],
        closings: ["Send it to somebody who could use it today.", "My door is open, and so are my messages."],
    },
    Tone {
        voice: "playful",
        openings: ["{title} Yes, I went there.", "Plot twist: {title}", "{title} Snacks are optional."],
        closings: ["Tag the friend who looks at listings at midnight.", "Tell me I am wrong. I dare you."],
    },
    Tone {
        voice: "luxurious",
        openings: [
            "{title} Because the details are the difference.",
            "A quiet word on what lasts. {title}",
            "{title} For those who choose with care.",
        ],
        closings: ["Write to me for a private conversation.", "Viewings by appointment, advice at any time."],
    },
    Tone {
        voice: "confident",
        openings: [
            "{title} The numbers agree.",
            "I have seen this work, again and again. {title}",
            "{title} Let us get it done.",
        ],
        closings: ["Message me and we start this week.", "Ready when you are."],
    },
];

const THOUGHTS: [&str; 3] = [
    "I talk about this with clients{place} every week, and the answer is rarely the one they expect.",
    "It is one of the questions that I hear most{place}, and it deserves a real answer.",
    "A few minutes now can save you weeks later, whether you buy or sell{place}.",
];

/// Writes a caption.
pub(crate) fn caption(brief: &CaptionBrief<'_>) -> String {
    let turn = brief.turn;
    let tones: Vec<&Tone> =
        TONES.iter().filter(|tone| brief.voice.iter().any(|voice| voice == tone.voice)).collect();
    let tone = tones.get(turn % tones.len().max(1)).copied().unwrap_or(&TONES[0]);
    // `Austin, Texas` is a place on paper; people say `Austin`.
    let city =
        brief.place.and_then(|place| place.split(',').next()).map(str::trim).filter(|city| !city.is_empty());
    let opening = tone.openings[turn % tone.openings.len()].replace("{title}", &sentence(brief.title));
    let place = city.map(|city| format!(" in {city}")).unwrap_or_default();
    // Counted on by another step than the openings, so that few captions have all their parts in common.
    let thought = THOUGHTS[turn / tone.openings.len() % THOUGHTS.len()].replace("{place}", &place);
    let closing = tone.closings[turn / 2 % tone.closings.len()];
    let hashtags = match city {
        Some(city) => format!("#{0}realestate #{0}homes #realtorlife", letters(city)),
        None => "#realestate #homeowner #realtorlife".to_owned(),
    };
    format!("{opening}\n\n{thought} {closing}\n\n{hashtags}")
}

#[cfg(test)]
mod tests {
    use super::{CaptionBrief, caption};

    #[test]
    fn a_caption_names_the_post_and_the_place_in_the_voice_of_the_account() {
        let voice = ["playful".to_owned()];
        let brief =
            CaptionBrief { title: "Three porch ideas", place: Some("Austin, Texas"), voice: &voice, turn: 3 };
        assert_eq!(
            caption(&brief),
            "Three porch ideas. Yes, I went there.\n\nIt is one of the questions that I hear most in Austin, and it \
             deserves a real answer. Tell me I am wrong. I dare you.\n\n#austinrealestate #austinhomes #realtorlife"
        );
    }

    #[test]
    fn each_turn_gives_another_text() {
        for voice in [vec![], vec!["warm".to_owned()], vec!["warm".to_owned(), "confident".to_owned()]] {
            let texts =
                (0..12).map(|turn| caption(&CaptionBrief { title: "A?", place: None, voice: &voice, turn }));
            let texts: Vec<String> = texts.collect();
            assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:#?}");
        }
    }
}
