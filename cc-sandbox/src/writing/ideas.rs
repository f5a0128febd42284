//! What reels can be about. `{place}` is one of the places that the account has named.

/// An idea for a reel.
pub(super) struct Idea {
    /// Its name in the database.
    pub(super) key: &'static str,
    pub(super) hook: &'static str,
    pub(super) topic: &'static str,
    pub(super) title: &'static str,
    /// Whom it is for, in the words of the market questions; everybody without one.
    pub(super) client: Option<&'static str>,
    /// What a part is for, what to say, and what to show.
    pub(super) parts: [(&'static str, &'static str, &'static str); 2],
    pub(super) call_to_action: &'static str,
}

pub(super) const IDEAS: [Idea; 9] = [
    Idea {
        key: "winter",
        hook: "Everybody in {place} says wait for spring. The numbers do not.",
        topic: "Selling now or waiting",
        title: "Sell now, or wait for spring?",
        client: Some("Sellers who downsize"),
        parts: [
            (
                "Why it works",
                "When fewer homes are for sale, the people who come to see yours mean it. They have looked at everything else already.",
                "An empty street, then a full living room.",
            ),
            (
                "What it takes",
                "What you need is good light, an honest price, and a quick answer to every offer.",
                "Your hands turning on the lamps, one by one.",
            ),
        ],
        call_to_action: "Send me the word STREET and I will tell you what yours did last winter.",
    },
    Idea {
        key: "crack",
        hook: "I walked away from this house in {place}. Here is the crack that did it.",
        topic: "What to look for at a showing",
        title: "The crack that made us walk away",
        client: Some("First-time buyers"),
        parts: [
            (
                "What to look at",
                "Look above the doors and in the corners of the ceiling. A thin straight line is paint. A wide one that runs like stairs is a question for an engineer.",
                "Your finger following a line above a door frame.",
            ),
            (
                "What to do",
                "You do not need to know the answer. You need to know whom to ask before you sign.",
                "You on the phone in front of the house.",
            ),
        ],
        call_to_action: "Save this for your next showing.",
    },
    Idea {
        key: "taxes",
        hook: "Three streets in {place}, three very different tax bills.",
        topic: "Property taxes, street by street",
        title: "Three streets, three tax bills",
        client: Some("Families who move up"),
        parts: [
            (
                "The surprise",
                "Same size, same year, same school. And yet the yearly bill differs by more than a good vacation, because the line of a district runs between them.",
                "A map with a line drawn by hand.",
            ),
            (
                "The lesson",
                "Ask for the bill of last year before you fall in love with the porch.",
                "A bill on a kitchen table, the numbers covered.",
            ),
        ],
        call_to_action: "Comment MAP and I will send you the lines.",
    },
    Idea {
        key: "first-offer",
        hook: "The best offer I saw in {place} this month was not the highest one.",
        topic: "What makes an offer strong",
        title: "Why the highest offer lost",
        client: Some("First-time buyers"),
        parts: [
            (
                "What won",
                "It had a lender who picks up the phone, a closing day that suited the sellers, and no list of little wishes.",
                "Two sheets of paper, side by side.",
            ),
            (
                "What you can do",
                "Before you offer more money, ask the other side what would make their month easier.",
                "You asking a question over a cup of coffee.",
            ),
        ],
        call_to_action: "Follow along: next week I show you the letter that we do not write.",
    },
    Idea {
        key: "photos",
        hook: "Do not take a single photo of your home in {place} before you have seen this.",
        topic: "Getting a home ready for photos",
        title: "Before you take the photos",
        client: Some("Sellers who downsize"),
        parts: [
            (
                "Take away",
                "Half of what stands on the counters goes into a box. All the magnets leave the fridge. The second sofa visits your sister.",
                "A kitchen counter, before and after.",
            ),
            (
                "Let in",
                "Then open every blind, turn on every lamp, and wait for the hour when the sun comes in sideways.",
                "Light moving over a wooden floor.",
            ),
        ],
        call_to_action: "Ask me for the checklist; it fits on one page.",
    },
    Idea {
        key: "newcomer",
        hook: "New in {place}? Here is what nobody tells you in the first year.",
        topic: "Arriving in a new town",
        title: "Your first year here",
        client: Some("People new in town"),
        parts: [
            (
                "What surprises people",
                "The commute on the map is a Sunday commute. Drive it once on a Tuesday at eight before you choose a street.",
                "A car window in the morning, traffic ahead.",
            ),
            (
                "What helps",
                "Rent for six months if you can, make a list of the places where you end up on Saturdays, and buy near those.",
                "A farmers market, a library, a dog park.",
            ),
        ],
        call_to_action: "Tell me in the comments what surprised you.",
    },
    Idea {
        key: "numbers",
        hook: "Here is what a home in {place} really costs you each month.",
        topic: "The whole monthly bill",
        title: "What a home costs each month",
        client: None,
        parts: [
            (
                "What is in it",
                "Loan, taxes, insurance, and one percent of the price a year for everything that breaks. The last one is what people forget.",
                "You writing four numbers on a napkin.",
            ),
            (
                "What to do with it",
                "Put that sum aside for three months before you buy. If it hurts, we look at another price. If it does not, you have a start.",
                "The napkin, folded and put away.",
            ),
        ],
        call_to_action: "Send me your rent and I will send you the napkin.",
    },
    Idea {
        key: "rental",
        hook: "This little house in {place} pays for itself. Almost.",
        topic: "Buying to rent out",
        title: "The house that almost pays for itself",
        client: Some("Investors"),
        parts: [
            (
                "The sum",
                "The rent covers the loan. It does not cover the empty month between two tenants, nor the water heater that waits for a holiday to break.",
                "A calculator, then a dripping pipe.",
            ),
            (
                "The rule",
                "I count eleven months of rent and two repairs a year. If the sum still works, it is worth a second look.",
                "You closing the notebook with a nod.",
            ),
        ],
        call_to_action: "Write SUM and I will send you the sheet that I use.",
    },
    Idea {
        key: "move-up",
        hook: "Sell first or buy first? In {place} the answer changed this year.",
        topic: "Selling and buying at once",
        title: "Sell first, or buy first?",
        client: Some("Families who move up"),
        parts: [
            (
                "Both ways",
                "Sell first and you know what you can spend, but you may move twice. Buy first and you move once, but you pay for two homes for a while.",
                "Two doors, one open, one closed.",
            ),
            (
                "The way between",
                "There is a third way: sell, and stay as a tenant for sixty days. More sellers get that now than a year ago. You only have to ask.",
                "A calendar with sixty days marked.",
            ),
        ],
        call_to_action: "Save this for the day you outgrow the garage.",
    },
];
