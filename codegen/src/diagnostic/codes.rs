//! What a code is, and what the table of rules says about it.

use std::fmt;

use super::Severity;

/// Whom a rule binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// Every document.
    Everybody,
    /// Our own spec; others are warned once a rule, and safe defaults are taken.
    House,
    /// Our own spec; it is about how the text is written, and others write as they please.
    Form,
}

/// A rule, as the table has it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The code: [`Code::UnknownScope`].
    pub code: Code,
    /// The name for machines and searches: `unknown-scope`.
    pub slug: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// How much a finding weighs in our own spec.
    pub severity: Severity,
    /// Whom it binds.
    pub binding: Binding,
    /// Why it matters, in one sentence.
    pub why: &'static str,
    /// The page of `--explain`, in Markdown: what it means, a wrong and a right example.
    pub explanation: &'static str,
}

impl Code {
    /// The number: 501.
    pub fn number(self) -> u16 {
        self as u16
    }

    /// What the table says about it.
    pub fn rule(self) -> &'static Rule {
        Self::RULES.iter().find(|rule| rule.code == self).unwrap_or(&Self::RULES[0])
    }

    /// Reads `S501`, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let number: u16 = text.trim().strip_prefix(['S', 's'])?.parse().ok()?;
        Self::RULES.iter().map(|rule| rule.code).find(|code| code.number() == number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S{}", self.number())
    }
}

/// Writes the enum and its table from one list, so that neither can lack a line of the other.
macro_rules! rules {
    ($($number:literal $code:ident $slug:literal $severity:ident $binding:ident $title:literal $why:literal;)+) => {
        /// The code of a rule. A number is never given to another rule: 1xx YAML and files, 2xx references,
        /// 3xx structure, 4xx names, 5xx security, 6xx safety, paging and evidence, 7xx schemas and examples,
        /// 8xx workflows, 9xx what can't be compiled.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Code {
            $(#[doc = $title] $code = $number,)+
        }

        impl Code {
            /// Every rule, by number.
            pub const RULES: &'static [Rule] = &[$(Rule {
                code: Code::$code,
                slug: $slug,
                title: $title,
                severity: Severity::$severity,
                binding: Binding::$binding,
                why: $why,
                explanation: include_str!(concat!("../../explain/S", $number, ".md")),
            },)+];
        }
    };
}

rules! {
    // YAML and files.
    101 YamlSyntax "yaml-syntax" Error Everybody "The file is not YAML" "Nothing in this file could be read.";
    102 DuplicateKey "duplicate-key" Error Everybody "A key twice in one map" "Readers keep one of the two without a word.";
    103 UnreadableFile "unreadable-file" Error Everybody "A file can't be read" "What it says is missing from the document.";
    104 TooLarge "too-large" Error Everybody "Too deep or too large" "Limits keep a document from exhausting the machine.";
    105 Anchor "anchor" Error Form "An anchor, an alias, a merge key or a tag" "What is shared has a name and is referred to by `$ref`.";
    106 OldYamlWord "old-yaml-word" Error Form "A word that older YAML reads as something else" "Tools that follow YAML 1.1 read it as a truth value, a date or null.";
    107 BareStatus "bare-status" Error Form "A status code without quotes" "Without quotes it is a number, and keys of JSON are text.";
    108 LongFlowLine "long-flow-line" Error Form "A line in braces that is too long" "Braces are for what fits one line of 120 columns.";
    109 BareText "bare-text" Error Form "Text in braces in the wrong quotes" "A comma or a colon would cut it short.";
    // References.
    201 DanglingReference "dangling-reference" Error Everybody "A reference that leads nowhere" "What it stands for is missing from the document.";
    202 CyclicReference "cyclic-reference" Error Everybody "A reference that leads back to itself" "Following it never reaches a statement.";
    203 WrongKindOfReference "wrong-kind-of-reference" Error Everybody "A reference to something of another kind" "What is found there can't be read as what is needed here.";
    204 RemoteReference "remote-reference" Error Everybody "A reference to another machine" "A build must not depend on what a server answers today.";
    205 ReferenceOutside "reference-outside" Error Everybody "A reference that leaves the folder of the document" "A document reads its own folder and nothing above it.";
    206 BesideReference "beside-reference" Error House "Keys beside a `$ref`" "Some tools drop what stands beside a reference, others drop the reference.";
    207 UnusedDefinition "unused-definition" Error House "A definition that nothing refers to" "It would be reviewed and kept up for nobody.";
    // Structure.
    301 NotOpenApi31 "not-openapi-3-1" Error Everybody "Not an `OpenAPI` 3.1 document" "Other versions say null, examples and bounds in other words.";
    302 WrongType "wrong-type" Error Everybody "A value of the wrong kind" "It can't be read as what is needed here.";
    303 UnknownKey "unknown-key" Error House "A key that nobody knows" "What a misspelt key says is simply not there.";
    304 MissingKey "missing-key" Error Everybody "A key that is missing" "The statement makes no sense without it.";
    305 UnknownWord "unknown-word" Error Everybody "A word that is not among the possible ones" "Only these words have a meaning here.";
    306 BrokenPath "broken-path" Error Everybody "A path that can't be cut into pieces" "No address can be made of it.";
    307 PathParameters "path-parameters" Error Everybody "The path and its parameters disagree" "A value would have nowhere to go, or a place would have no value.";
    308 RepeatedParameter "repeated-parameter" Error Everybody "A parameter twice" "Name and place identify a parameter.";
    309 NoSuccess "no-success" Error House "No answer that means success" "Nobody knows what comes back when all goes well.";
    310 BrokenStatus "broken-status" Error Everybody "A key of `responses` that is no status" "No answer can match it.";
    311 KeyOrder "key-order" Error Form "The keys of an operation are out of order" "Reading by the dozen is quick when everything has its place.";
    312 FullStop "full-stop" Error Form "A description without a full stop" "Descriptions are sentences; summaries are headings.";
    313 AmbiguousPath "ambiguous-path" Error Everybody "Two paths that can't be told apart" "No request could tell which one is meant.";
    314 BodyOnRead "body-on-read" Error Everybody "A body where none is sent" "Servers and proxies drop the body of such a request.";
    315 NotOneTag "not-one-tag" Error House "Not exactly one declared tag" "The tag is the module, the method group and the group of commands.";
    316 Undescribed "undescribed" Error Form "Something is not described" "Descriptions are the documentation of every surface.";
    317 InlineObject "inline-object" Error Form "An object without a name" "An object becomes a type, and a type needs a name that lasts.";
    318 MissingRefusal "missing-refusal" Error Form "A refusal is not listed" "Callers want to know what to be ready for.";
    // Names.
    401 MissingOperationId "missing-operation-id" Error House "An operation without an `operationId`" "A name made up from method and path changes whenever they do.";
    402 MalformedOperationId "malformed-operation-id" Error Form "An `operationId` in the wrong form" "It is the method, the command and the tool as it stands.";
    403 RepeatedOperationId "repeated-operation-id" Error Everybody "An `operationId` twice" "Two operations would be the same method.";
    404 CollidingOperationIds "colliding-operation-ids" Error Everybody "Two names that become one" "In the form that Rust wants they are the same.";
    405 CollidingTypes "colliding-types" Error Everybody "Two types that become one" "A type's name is unique over all files.";
    406 CollidingFields "colliding-fields" Error Everybody "Two fields or arguments that become one" "In the form that Rust wants they are the same.";
    407 ReservedName "reserved-name" Error House "A name that has another meaning" "The name is a keyword, or the client uses it for methods of its own.";
    408 TakenTypeName "taken-type-name" Error Form "A type name that other languages take" "It would hide something that those languages bring along.";
    409 MalformedTag "malformed-tag" Error Form "A tag in the wrong form" "It becomes a module and a group of commands as it stands.";
    410 MalformedSchemaName "malformed-schema-name" Error Form "A schema's name in the wrong form" "It is the type's name in every language.";
    // Security and scopes.
    501 UnknownScope "unknown-scope" Error Everybody "An unknown scope" "No key can hold it, so no key could make the call.";
    502 UnusedScope "unused-scope" Warning House "A scope that unlocks nothing" "An operation may have lost its requirement.";
    503 UnknownScheme "unknown-scheme" Error Everybody "An unknown security scheme" "Nobody knows which credential is meant.";
    504 ReadScopeOnWrite "read-scope-on-write" Error House "A change with only the right to read" "Every key that may read could make the change.";
    505 NoSecurity "no-security" Error House "Nothing said about who may call" "A forgotten line must neither open nor close an operation.";
    506 SecurityForm "security-form" Error Form "Not one of the four forms of `security`" "Four kinds of operations, and one form for each.";
    507 ScopeMark "scope-mark" Error Form "Scopes and `x-scope-undocumented` disagree" "Either a scope is required, or it is said that none is documented.";
    508 NoScopeEvidence "no-scope-evidence" Error House "How a scope is known is not said" "A check before the call trusts only what is documented or was seen.";
    509 TenantMark "tenant-mark" Error Everybody "`x-tenant` on something that is no header" "The mark names the header that is sent with every request.";
    // Safety, paging, evidence.
    601 NoSafety "no-safety" Error House "No safety class" "Nobody can tell whether the call may be sent again.";
    602 ContradictingMarks "contradicting-marks" Error House "Marks that contradict each other" "An operation that only reads destroys nothing.";
    603 UnknownPagingStyle "unknown-paging-style" Error Everybody "An unknown paging style" "Nobody knows how the pages are asked for.";
    604 PagingParameters "paging-parameters" Error Everybody "A paged listing without its parameters" "Nobody can ask for the second page.";
    605 PageShape "page-shape" Error Everybody "A page without its entries" "The client can't find the entries in the answer.";
    606 NoEvidence "no-evidence" Error House "No evidence" "A statement without a source can't be told from a guess.";
    607 HalfPlannedRemoval "half-planned-removal" Error House "A removal that is only half planned" "Users plan by the day, and by nothing else.";
    608 BrokenWaiter "broken-waiter" Error Everybody "A waiter that can't wait" "The client would ask for the wrong thing, or for ever.";
    609 UnmarkedPaging "unmarked-paging" Error House "A listing that is not marked as paged" "The client would give the first page and no way to the others.";
    610 BrokenTool "broken-tool" Error Everybody "A tool mark that doesn't fit" "Assistants would see a tool that can't be called.";
    611 SensitiveAction "sensitive-action" Error Everybody "A sensitive operation is marked for `ChatGPT`" "What is about money, passwords, keys or membership is kept off assistants.";
    612 ActionLimit "action-limit" Error Everybody "More than `ChatGPT` takes" "It would refuse the whole document, and not say why.";
    613 BrokenAction "broken-action" Error Everybody "A mark for `ChatGPT` that doesn't fit" "It would call something else, or nothing at all.";
    621 BrokenZapStep "broken-zap-step" Error Everybody "A step of a Zap that doesn't fit its operation" "The step would fail whenever a Zap runs it.";
    622 RepeatedZapKey "repeated-zap-key" Error Everybody "Two steps of Zaps with one key" "Zaps find their steps by the key, so one would hide the other.";
    623 SensitiveZapStep "sensitive-zap-step" Error House "A step of a Zap for what is sensitive" "Money, passwords and keys are nothing that may happen without anybody looking.";
    624 BrokenDropdown "broken-dropdown" Error Everybody "A dropdown that leads nowhere" "People could not choose anything, and would have to know identifiers.";
    625 NoZapSample "no-zap-sample" Error Everybody "A step of a Zap without a sample" "People set up the next step by the sample when nothing has happened yet.";
    626 ZapWording "zap-wording" Error House "Words that Zapier's checks refuse" "A step that reads unlike all others is turned away.";
    // Schemas and examples.
    701 ExampleMismatch "example-mismatch" Error Everybody "An example that doesn't fit its schema" "Tests and documentation stand on examples; one of the two is wrong.";
    702 NoExample "no-example" Error Form "No example" "Golden requests, round trips and first data come from examples.";
    703 ImpossibleBounds "impossible-bounds" Error Everybody "Limits that contradict each other" "No value can fit.";
    704 UndeclaredRequired "undeclared-required" Error Everybody "A required property that is not declared" "A misspelt name makes the real property optional.";
    705 MisfitValue "misfit-value" Error Everybody "A default or a listed value that doesn't fit" "It contradicts the schema that it stands in.";
    706 OneOfWithNull "one-of-with-null" Error Form "`oneOf` with null" "Tools are known to get it wrong; `anyOf` says the same.";
    707 ClosedSet "closed-set" Error Form "A closed set of values" "A new value of the service would break every reader.";
    708 RepeatedValue "repeated-value" Error Everybody "A list of values that is empty or repeats itself" "An empty set fits nothing, and a value twice means nothing.";
    709 BrokenDiscriminator "broken-discriminator" Error Everybody "A discriminator that doesn't tell the members apart" "A reader couldn't choose among the members.";
    710 OldNullable "old-nullable" Warning Everybody "A word of `OpenAPI` 3.0" "Null is a type like the others in 3.1; tools ignore the old word.";
    711 EndlessSchema "endless-schema" Error Everybody "An object that can never end" "No finite value fits it.";
    712 IdleKey "idle-key" Error House "A key that means nothing for this type" "It has no effect, so something else was meant.";
    713 ListOfAnything "list-of-anything" Warning House "A list of nobody knows what" "The client can offer nothing better than raw JSON.";
    // Workflows.
    801 UnknownStepOperation "unknown-step-operation" Error Everybody "A step that calls an unknown operation" "The workflow could not run.";
    802 UnknownStepArgument "unknown-step-argument" Error Everybody "A step passes something that the operation doesn't take" "The value would go nowhere.";
    803 UnknownStepValue "unknown-step-value" Error Everybody "A value that nobody provides" "The workflow would stop at this step.";
    804 UnsupportedWorkflow "unsupported-workflow" Error Everybody "A construct of Arazzo that isn't compiled" "The runner would do something else than is written here.";
    805 UnknownOutput "unknown-output" Error Everybody "An output that the answer doesn't have" "The value would always be missing.";
    806 RepeatedStep "repeated-step" Error Everybody "A name twice in a workflow" "An expression could mean either.";
    807 MissingStepArgument "missing-step-argument" Error Everybody "A step leaves out what the operation needs" "The call would be refused before it is sent.";
    808 UnexpectedStatus "unexpected-status" Error Everybody "A status that the operation doesn't answer with" "The workflow would stop at this step, whatever comes back.";
    // What can't be compiled.
    901 UnsupportedSchema "unsupported-schema" Error Everybody "A construct of JSON Schema that isn't compiled" "No plain type can express it.";
    902 UnsupportedParameter "unsupported-parameter" Error Everybody "A parameter that isn't compiled" "The client has no way to send it.";
    903 UnsupportedBody "unsupported-body" Error Everybody "A body that isn't JSON" "The client sends and reads JSON only.";
    904 UnsupportedStyle "unsupported-style" Error Everybody "A style that isn't compiled" "The client has no way to write it.";
    905 PassedOver "passed-over" Warning Everybody "A part of the document that is passed over" "The client makes nothing of it.";
    906 DisagreeingParts "disagreeing-parts" Error Everybody "Members of `allOf` that disagree" "No value could fit all of them.";
    907 FreeJson "free-json" Warning Everybody "A value that becomes free JSON" "No one type fits what is described.";
    908 EmptyName "empty-name" Error Everybody "An empty name" "Fields, arguments and types are called by their names.";
    909 GeneratorFault "generator-fault" Error Everybody "A fault of the generator" "It wrote a file that is no Rust; nothing in the document should be able to cause that.";
}
