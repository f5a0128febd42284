//! The videos of the knowledge hub, the oldest first.

/// The categories, in their order.
pub(super) const CATEGORIES: &[&str] =
    &["Getting started", "Content and captions", "Instagram", "Listings", "Email and leads", "Mindset"];

/// A video: the place of its category, slug, title, what it teaches.
pub(super) type Lesson = (Option<usize>, &'static str, &'static str, &'static str);

/// Every video.
pub(super) const LESSONS: &[Lesson] = &[
    (
        Some(0),
        "your-first-week",
        "Your first week",
        "What to do on each of the first seven days, in under an hour a day.",
    ),
    (
        Some(0),
        "set-up-your-calendar",
        "Set up your calendar",
        "Choose the days you post on, and let the month fill itself.",
    ),
    (
        Some(1),
        "write-a-caption-in-ten-minutes",
        "Write a caption in ten minutes",
        "A hook, one thought, one question: the three parts of a caption.",
    ),
    (
        Some(2),
        "a-bio-that-says-where-you-work",
        "A bio that says where you work",
        "Town, clients, next step: three lines that tell visitors they are right here.",
    ),
    (
        Some(3),
        "photograph-a-listing-with-your-phone",
        "Photograph a listing with your phone",
        "Light, height, and the corners of the room to stand in.",
    ),
    (
        Some(4),
        "a-welcome-email-people-answer",
        "A welcome email that people answer",
        "Ask one easy question, and write as you speak.",
    ),
    (
        Some(5),
        "post-when-nobody-likes-it",
        "Keep posting when nobody likes it",
        "Why the quiet months count, and what to look at instead of likes.",
    ),
    (
        Some(1),
        "pillars-you-can-talk-about",
        "Pillars you can talk about",
        "Find the four subjects that you never run out of.",
    ),
    (
        Some(2),
        "reels-without-dancing",
        "Reels without dancing",
        "Five shots of a house, one sentence on the screen, done.",
    ),
    (
        Some(3),
        "the-week-of-an-open-house",
        "The week of an open house",
        "Seven posts that bring people through the door.",
    ),
    (
        Some(4),
        "a-lead-magnet-in-an-afternoon",
        "A lead magnet in an afternoon",
        "Turn the questions you hear most into a guide worth an address.",
    ),
    (
        Some(0),
        "find-your-way-in-the-library",
        "Find your way in the library",
        "Types, pillars, audiences, and how to mark what you have used.",
    ),
    (
        Some(1),
        "hooks-that-stop-the-thumb",
        "Hooks that stop the thumb",
        "Twelve first lines, and why they work.",
    ),
    (
        Some(5),
        "compare-less",
        "Compare less, finish more",
        "A way to look at other agents' accounts and feel fine afterwards.",
    ),
    (
        Some(2),
        "stories-every-day",
        "Stories every day",
        "A plan for four stories a day that takes ten minutes.",
    ),
    (
        Some(3),
        "tell-the-story-of-a-sale",
        "Tell the story of a sale",
        "How to write about clients so that the next ones call.",
    ),
    (
        Some(1),
        "one-post-five-ways",
        "One post, five ways",
        "Turn a carousel into a reel, an email, a story and a talk.",
    ),
    (
        Some(4),
        "keep-in-touch-with-past-clients",
        "Keep in touch with past clients",
        "A year of short messages that nobody minds getting.",
    ),
    (Some(2), "read-your-insights", "Read your insights", "Reach, saves, shares: which number says what."),
    (None, "a-tour-of-the-new-library", "A tour of the new library", "What has moved where."),
    (
        Some(3),
        "price-reductions-said-well",
        "Price reductions, said well",
        "Words for a change that nobody likes to announce.",
    ),
    (
        Some(1),
        "local-content-that-travels",
        "Local content that travels",
        "Write about your street so that people from elsewhere want to live there.",
    ),
    (
        Some(5),
        "plan-a-month-off",
        "Plan a month off",
        "What to prepare so that the account goes on without you.",
    ),
    (
        Some(4),
        "landing-pages-in-four-blocks",
        "Landing pages in four blocks",
        "A heading, a promise, a picture, a button.",
    ),
    (
        Some(2),
        "collaborate-with-a-neighbor",
        "Collaborate with a neighbor",
        "Shared posts with the bakery, the gym and the school.",
    ),
    (
        Some(0),
        "make-the-templates-yours",
        "Make the templates yours",
        "Fonts, colors and a face: fifteen minutes that make a template look like you.",
    ),
    (Some(3), "videos-of-empty-rooms", "Videos of empty rooms", "How to walk, where to stop, what to say."),
    (
        Some(1),
        "answer-comments-like-a-host",
        "Answer comments like a host",
        "Short answers that start conversations.",
    ),
    (
        Some(5),
        "your-year-in-review",
        "Your year in review",
        "Look back in five questions, and choose one thing to drop.",
    ),
    (
        Some(2),
        "plan-the-first-quarter",
        "Plan the first quarter on Instagram",
        "Three goals, twelve weeks, and a page to hang on the wall.",
    ),
];
