//! What was photographed, shoot by shoot, the oldest first.

/// What a picture shows, and its tags.
pub(super) type Subject = (&'static str, &'static [&'static str]);

/// Every tag that a picture may have.
pub(super) const TAGS: &[&str] = &[
    "bathroom",
    "bedroom",
    "closing day",
    "coffee",
    "desk",
    "exterior",
    "fall",
    "family",
    "flat lay",
    "garden",
    "holidays",
    "keys",
    "kitchen",
    "laptop",
    "living room",
    "market",
    "moving",
    "neighborhood",
    "open house",
    "people",
    "pets",
    "phone",
    "summer",
];

/// The photo shoots with their subjects.
pub(super) const SHOOTS: &[(&str, &[Subject])] = &[
    (
        "Morning kitchen",
        &[
            ("Coffee on a marble island", &["coffee", "kitchen"]),
            ("Pouring milk by the window", &["coffee", "kitchen", "people"]),
            ("Open shelves with white bowls", &["kitchen"]),
            ("Cutting lemons on an oak board", &["kitchen", "summer"]),
            ("Two mugs and a floor plan", &["coffee", "desk", "flat lay"]),
        ],
    ),
    (
        "At the desk",
        &[
            ("Laptop next to a paper calendar", &["desk", "laptop", "flat lay"]),
            ("Typing with a coffee at hand", &["coffee", "desk", "laptop", "people"]),
            ("Phone with a blank screen", &["desk", "phone"]),
            ("Pens in a linen cup", &["desk", "flat lay"]),
            ("Notes for a listing appointment", &["desk", "people"]),
        ],
    ),
    (
        "Closing day",
        &[
            ("Keys on a signed contract", &["closing day", "keys", "flat lay"]),
            ("Handing over the keys at the door", &["closing day", "keys", "people"]),
            ("Signing the last page", &["closing day", "desk", "people"]),
            ("A couple in front of their first house", &["closing day", "exterior", "people"]),
            ("Champagne on a moving box", &["closing day", "moving"]),
        ],
    ),
    (
        "Front porches",
        &[
            ("Blue door with a brass knocker", &["exterior"]),
            ("Porch swing under ferns", &["exterior", "garden", "summer"]),
            ("Mailbox by a picket fence", &["exterior", "neighborhood"]),
            ("Welcome mat and rain boots", &["exterior", "family"]),
            ("Open house sign on the lawn", &["exterior", "open house"]),
        ],
    ),
    (
        "Summer in the garden",
        &[
            ("Long table set for eight", &["garden", "summer", "people"]),
            ("Dog asleep on the patio", &["garden", "pets", "summer"]),
            ("Watering tomatoes in the evening", &["garden", "people", "summer"]),
            ("String lights over the deck", &["garden", "summer"]),
            ("Children running through the sprinkler", &["family", "garden", "summer"]),
        ],
    ),
    (
        "Around the block",
        &[
            ("Saturday at the farmers market", &["market", "neighborhood", "people"]),
            ("Corner bakery before opening", &["coffee", "neighborhood"]),
            ("Bikes along a tree-lined street", &["neighborhood", "summer"]),
            ("Walking the dog past row houses", &["neighborhood", "people", "pets"]),
            ("Flowers wrapped in brown paper", &["flat lay", "market"]),
        ],
    ),
    (
        "Soft bedrooms",
        &[
            ("Linen bedding in morning light", &["bedroom"]),
            ("Books on a bedside table", &["bedroom", "flat lay"]),
            ("Breakfast tray with a newspaper", &["bedroom", "coffee"]),
            ("Towels on a clawfoot tub", &["bathroom"]),
            ("Double sink with round mirrors", &["bathroom"]),
        ],
    ),
    (
        "Moving boxes",
        &[
            ("Labeling the last box", &["moving", "people"]),
            ("Sofa under a plastic sheet", &["living room", "moving"]),
            ("Pizza on the bare floor", &["family", "moving"]),
            ("Cat in an empty box", &["moving", "pets"]),
            ("Van in front of a brick house", &["exterior", "moving", "neighborhood"]),
        ],
    ),
    (
        "First cold days",
        &[
            ("Leaves on a brick walk", &["exterior", "fall"]),
            ("Pumpkins on the steps", &["exterior", "fall"]),
            ("Blanket and tea on the couch", &["fall", "living room"]),
            ("Scrolling through listings under a throw", &["fall", "living room", "phone", "people"]),
            ("Soup on a gas stove", &["fall", "kitchen"]),
        ],
    ),
    (
        "Home for the holidays",
        &[
            ("Wreath on a black door", &["exterior", "holidays"]),
            ("Stockings over the fireplace", &["holidays", "living room"]),
            ("Baking cookies with grandma", &["family", "holidays", "kitchen"]),
            ("Wrapping gifts on the rug", &["flat lay", "holidays", "living room"]),
            ("Candles along the window", &["holidays"]),
        ],
    ),
];

/// Pictures of no shoot.
pub(super) const LOOSE: &[Subject] = &[
    ("House keys on a cafe table", &["coffee", "keys"]),
    ("Rain on a skylight", &["bedroom"]),
    ("Phone call on the front steps", &["exterior", "people", "phone"]),
    ("Empty living room after the sale", &["closing day", "living room"]),
];
