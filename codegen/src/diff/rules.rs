//! The rules: what each detects, how much it weighs on the wire and for users of the crate, and why.
//!
//! The ids are part of the format of reports and of `diff-exceptions.yaml`: one is never given another meaning.
//! A finding may weigh less or more than its rule where the table's last column says so.

use std::fmt;

use super::level::{Rust, Wire};

/// What the table says about a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleEntry {
    /// The rule.
    pub rule: Rule,
    /// Its id: `operation-added`.
    pub id: &'static str,
    /// What it does on the wire.
    pub wire: Wire,
    /// What it does to programs.
    pub rust: Rust,
    /// Whether somebody has to look at it for the sake of security, whatever it weighs.
    pub security: bool,
    /// What it detects.
    pub detects: &'static str,
    /// Why it weighs what it weighs.
    pub why: &'static str,
}

/// Writes the enum and its table from one list, so that neither can lack a line of the other.
macro_rules! rules {
    ($($rule:ident $id:literal $wire:ident $rust:ident $security:tt $detects:literal $why:literal;)+) => {
        /// A rule of the comparison.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $detects] $rule,)+
        }

        impl Rule {
            /// Every rule, in the order of reports.
            pub const ALL: &'static [RuleEntry] = &[$(RuleEntry {
                rule: Rule::$rule,
                id: $id,
                wire: Wire::$wire,
                rust: Rust::$rust,
                security: rules!(@security $security),
                detects: $detects,
                why: $why,
            },)+];
        }
    };
    (@security S) => { true };
    (@security -) => { false };
}

rules! {
    // Operations.
    OperationAdded "operation-added" Info Additive - "A method and path that were not there" "There is one more method.";
    OperationRemoved "operation-removed" Breaking Breaking - "An operation is gone, before any day that was announced" "Calls are answered with 404, and the method is gone.";
    OperationRemovedAfterSunset "operation-removed-after-sunset" Info Breaking - "An operation is gone, on or after the announced day" "It was announced; programs that still call it do not compile.";
    OperationPathChanged "operation-path-changed" Breaking None - "The same `operationId` under another path or method" "Released clients call the old address; the method keeps its shape.";
    OperationIdChanged "operation-id-changed" None Breaking - "Another `operationId` for the same method and path" "The method's name is made from it.";
    OperationTagMoved "operation-tag-moved" None Breaking - "Another first tag" "The method moves to another group.";
    PathParameterRenamed "path-parameter-renamed" None None - "A place of the path has another name" "The name never travels, and the argument is positional.";
    DeprecationChanged "deprecation-changed" Info Additive - "Something is deprecated, or no longer" "The compiler warns users, or stops doing so.";
    SunsetShortened "sunset-shortened" Warning None - "The day of removal came nearer, or is no longer given" "Users planned by the day that was promised.";
    // Access.
    ScopeRequirementAdded "scope-requirement-added" Breaking Breaking S "One more scope is needed" "Keys without it are refused, and key types without it do not compile.";
    ScopeRequirementRemoved "scope-requirement-removed" Info Additive S "A scope is no longer needed" "More keys get in than before.";
    ScopeReplaced "scope-replaced" Breaking Breaking S "Another scope is needed in place of one that others still use" "Keys that hold only the old one lose the operation.";
    ScopeAlternativeAdded "scope-alternative-added" Info Additive S "There is one more way to be let in" "More keys get in than before.";
    ScopeAlternativeRemoved "scope-alternative-removed" Breaking Breaking S "There is one way less to be let in" "Keys that used it are refused.";
    ScopeRenamed "scope-renamed" Breaking Breaking S "Every use of a scope became another" "Issued keys carry the old name, and its marker is gone.";
    ScopeCatalogueAdded "scope-catalogue-added" Info Additive - "A scope is used for the first time" "There is one more marker; a name close to another may be misspelt.";
    ScopeCatalogueRemoved "scope-catalogue-removed" Info Breaking - "A scope is used no longer, and nothing took its place" "Its marker is gone, and keys hold a scope that unlocks nothing.";
    ScopeWeakenedOnWrite "scope-weakened-on-write" Info None S "A change can be made with the right to read, or with fewer scopes" "A reviewer has to see it.";
    SecurityRequirementAdded "security-requirement-added" Breaking Breaking S "What anybody could call needs a credential" "Calls without one are refused.";
    SecurityRequirementRemoved "security-requirement-removed" Info Additive S "What needed a credential can be called by anybody" "A door is open.";
    ApiKeyCarrierChanged "api-key-carrier-changed" Breaking None S "The key travels in another place" "Released clients send it where nobody looks; the new client follows by itself.";
    SecuritySchemeTypeChanged "security-scheme-type-changed" Breaking Breaking S "Another kind of credential" "Another constructor of the credential is needed.";
    SecuritySchemeRenamed "security-scheme-renamed" None None - "A security scheme has another name" "The name is a label.";
    TenantHeaderRequired "tenant-header-required" Breaking Breaking S "The tenant has to be named" "Calls without it are refused; the client must be told.";
    TenantHeaderRemoved "tenant-header-removed" Breaking Breaking S "The tenant is no longer named" "A header that is ignored may show another tenant's data.";
    TenantMoved "tenant-moved" Breaking None S "The tenant travels in another place" "Released clients name it where nobody looks.";
    // Paging, limits, servers.
    PaginationAdded "pagination-added" Warning Additive - "A listing is cut into pages" "Callers who don't ask for more see the first page only.";
    PaginationStyleChanged "pagination-style-changed" Breaking Breaking - "A listing is cut into pages in another way, or no longer" "Streams of pages and their setters differ.";
    PageDefaultChanged "page-default-changed" Warning Warning - "The size of a page that is not asked for" "Callers get fewer entries, or more load.";
    PageMaximumLowered "page-maximum-lowered" Breaking Warning - "The largest page is smaller" "Larger pages are refused.";
    PageTotalRemoved "page-total-removed" Breaking Breaking - "The number of all entries is gone, or may be missing" "Walkers lose their end.";
    RateLimitResponseAdded "rate-limit-response-added" Info None - "429 is newly declared" "Errors are one type whatever their status.";
    RateLimitHeaderRemoved "rate-limit-header-removed" Warning Warning - "A header about the rate limit is gone" "Waiting loses its hint.";
    RateLimitLowered "rate-limit-lowered" Warning None - "Fewer requests are allowed" "The same program is told to wait more often.";
    ServerUrlChanged "server-url-changed" Breaking Warning - "An address is gone, or another" "Calls go to the wrong place; the default address differs.";
    ServerDefaultChanged "server-default-changed" Info Warning - "Another address comes first" "The default address differs.";
    BasePathMoved "base-path-moved" None Warning - "A prefix moved between the addresses and the paths" "The same addresses come out, but one that a user set has the prefix twice.";
    // Parameters.
    RequiredParameterAdded "required-parameter-added" Breaking Breaking - "A parameter that must be given" "There is one more argument.";
    OptionalParameterAdded "optional-parameter-added" Info Additive - "A parameter that may be given" "There is one more setter.";
    ParameterRemoved "parameter-removed" Breaking Breaking - "A parameter is gone" "A filter that is ignored gives other entries.";
    ParameterRenamed "parameter-renamed" Breaking Breaking - "A parameter has another name" "The old name is ignored; the setter has another name, an argument stays in its place.";
    ParameterBecameRequired "parameter-became-required" Breaking Breaking - "A parameter must be given now" "A setter becomes an argument.";
    ParameterBecameOptional "parameter-became-optional" Info Breaking - "A parameter need not be given any more" "An argument becomes a setter.";
    ParameterLocationChanged "parameter-location-changed" Breaking None - "A parameter travels in another place" "Released clients send it where nobody looks; the setter stays.";
    ParameterSerializationChanged "parameter-serialization-changed" Breaking None - "A parameter is written in another way" "Other bytes for the same value.";
    ParameterOrderChanged "parameter-order-changed" None Breaking - "Required parameters stand in another order" "Arguments of the same type change places without a word.";
    // Requests.
    RequestTypeChanged "request-type-changed" Breaking Breaking - "A value of another type is asked for" "What was sent before is refused.";
    RequestTypeWidened "request-type-widened" Info Breaking - "Values of more types are taken" "The setter takes another type.";
    RequestBecameNotNullable "request-became-not-nullable" Breaking Breaking - "Null is no longer taken" "Clearing a field fails.";
    RequestEnumValueAdded "request-enum-value-added" Info Additive - "One more value is taken" "There is one more variant.";
    RequestEnumValueRemoved "request-enum-value-removed" Breaking Breaking - "A value is no longer taken" "Its variant is gone.";
    RequestEnumIntroduced "request-enum-introduced" Breaking Breaking - "Only certain values are taken" "Text becomes an enum.";
    RequestConstraintTightened "request-constraint-tightened" Breaking Warning - "The limits of a value are narrower" "What was sent before is refused when it runs.";
    RequestDefaultChanged "request-default-changed" Warning Warning - "What a value left out means" "The same call does something else.";
    RequestBodyBecameRequired "request-body-became-required" Breaking Breaking - "A body must be sent" "There is one more argument.";
    RequestBodyAddedOptional "request-body-added-optional" Info Additive - "A body may be sent" "There are more setters.";
    MediaTypeRemoved "media-type-removed" Breaking Breaking - "A media type is gone" "Bodies in that form are refused, or no longer come.";
    RequestPropertyAddedRequired "request-property-added-required" Breaking Breaking - "A property that must be given" "A default does not make leaving it out valid.";
    RequestPropertyAddedOptional "request-property-added-optional" Info Additive - "A property that may be given" "There is one more setter.";
    RequestPropertyRemoved "request-property-removed" Warning Breaking - "A property is gone" "Its value is dropped, or refused where the object is closed.";
    RequestPropertyBecameRequired "request-property-became-required" Breaking Breaking - "A property must be given now" "A setter becomes an argument.";
    RequestPropertyBecameOptional "request-property-became-optional" Info Breaking - "A property need not be given any more" "An argument becomes a setter.";
    RequestVariantAdded "request-variant-added" Info Additive - "One more kind of value is taken" "There is one more variant.";
    RequestVariantRemoved "request-variant-removed" Breaking Breaking - "A kind of value is no longer taken" "Its variant is gone.";
    // Answers.
    ResponsePropertyAdded "response-property-added" Info Additive - "A property that was not there" "There is one more field.";
    ResponsePropertyRemoved "response-property-removed" Breaking Breaking - "A property is gone" "Its field is gone.";
    PropertyRenamed "property-renamed" Breaking Breaking - "A property has another name" "It is a removal and an addition, shown as one.";
    ResponsePropertyBecameOptional "response-property-became-optional" Breaking Breaking - "A property may be missing" "The field becomes an `Option`.";
    ResponsePropertyBecameRequired "response-property-became-required" Info Breaking - "A property is always there" "The field is no longer an `Option`.";
    ResponseBecameNullable "response-became-nullable" Breaking Breaking - "Null may come" "The field becomes an `Option`, unless it was one.";
    ResponseBecameNotNullable "response-became-not-nullable" Info Breaking - "Null comes no longer" "The field is no longer an `Option`, unless it may be missing.";
    ResponseTypeChanged "response-type-changed" Breaking Breaking - "A value of another type comes" "Released clients can't read it.";
    ResponseTypeWidened "response-type-widened" Breaking Breaking - "Values of more types may come" "Released clients can't read all of them.";
    ResponseTypeNarrowed "response-type-narrowed" Info Breaking - "Values of fewer types come" "The field has another type.";
    FormatChanged "format-changed" Info Breaking - "Text has another format" "The field or setter has another type.";
    ResponseEnumValueAdded "response-enum-value-added" Warning Additive - "One more value may come" "Released clients keep it as an unknown one.";
    ResponseEnumValueRemoved "response-enum-value-removed" Info Breaking - "A value comes no longer" "Its variant is gone.";
    ResponseConstraintLoosened "response-constraint-loosened" Warning None - "The limits of a value are wider" "Storage downstream may have the old limits.";
    ResponseWrappedInEnvelope "response-wrapped-in-envelope" Breaking Breaking - "The old answer is now one property of a new object" "Released clients find it nowhere.";
    ResponseVariantAdded "response-variant-added" Breaking Additive - "One more kind of value may come" "Strict readers fail; released clients of ours keep it as an unknown one.";
    ResponseVariantRemoved "response-variant-removed" Info Breaking - "A kind of value comes no longer" "Its variant is gone.";
    DiscriminatorChanged "discriminator-changed" Breaking None - "The kinds of a value are told apart in another way" "Released clients take it for an unknown kind.";
    ResponseSuccessStatusChanged "response-success-status-changed" Breaking None - "Another status means success" "Who checks the status finds another one.";
    ResponseErrorStatusAdded "response-error-status-added" Info None - "A refusal is newly declared" "Errors are one type whatever their status.";
    ResponseErrorStatusRemoved "response-error-status-removed" Info None - "A refusal is no longer declared" "Errors are one type whatever their status.";
    ResponseHeaderRemoved "response-header-removed" Warning Warning - "A header of an answer is gone" "Who reads it finds nothing.";
    AccessModeChanged "access-mode-changed" Breaking Breaking - "A property is sent or received in one direction only, or no longer" "It leaves requests or answers.";
    // Names and texts.
    SchemaAdded "schema-added" None Additive - "A schema came into use" "There is one more type.";
    SchemaRemoved "schema-removed" None Breaking - "A schema is no longer in use" "Its type is gone.";
    SchemaRenamed "schema-renamed" None Breaking - "A schema has another name" "Its type has another name.";
    SchemaInlined "schema-inlined" None Breaking - "A named schema is written out in place, or the other way round" "The name of its type is derived from the place.";
    UnusedSchemaChanged "unused-schema-changed" None None - "A schema that nothing uses" "It is not reachable from any operation, so nobody notices.";
    DocsChanged "docs-changed" None None - "Words" "The documentation reads differently.";
    ApiVersionBumpTooSmall "api-version-bump-too-small" Warning None - "`info.version` moved less than the changes ask for" "Users judge by the version whether to look closer.";
}

impl Rule {
    /// What the table says about it.
    pub fn entry(self) -> &'static RuleEntry {
        Self::ALL.iter().find(|entry| entry.rule == self).unwrap_or(&Self::ALL[0])
    }

    /// Its id: `operation-added`.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The rule with that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|entry| entry.id == id).map(|entry| entry.rule)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
