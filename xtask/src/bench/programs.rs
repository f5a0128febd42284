//! The programs over our client: a function a call, every argument given.
//!
//! progenitor's positional methods take all arguments, so ours are called with all of them, too. The
//! values come out of `given`, which the compiler can't see through and which costs the same for every
//! type: the programs are compiled, never run.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use codegen::model::{ApiModel, Argument, Operation, Shape, TagName, TypeDef, TypeHome, TypeName, TypeRef};

const HEAD: &str = "\
use std::error::Error;
use std::hint::black_box;

use cc_api::{API, Client, Credential};

";

const GIVEN: &str = "
fn given<T>() -> T {
    black_box(None::<T>).expect(\"this program is only compiled\")
}
";

/// A program that calls the named operations, or all of them.
pub(super) fn program(model: &ApiModel, named: Option<&[&str]>) -> Result<String> {
    let is_chosen = |operation: &&Operation| named.is_none_or(|names| names.contains(&operation.id.as_str()));
    let operations: Vec<&Operation> = model.operations.iter().filter(is_chosen).collect();
    if named.is_some_and(|names| names.len() != operations.len()) {
        bail!("not every one of {named:?} is an operation of the API");
    }
    let mut code = String::from(HEAD);
    code.push_str(
        "fn main() -> Result<(), Box<dyn Error>> {\n    \
         let key = Credential::api_key(\"cc_0123456789abcdef\")?;\n    \
         let client = Client::builder_for(&API).base_url(\"http://127.0.0.1:1\").credential(key).build()?;\n    \
         let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;\n    \
         runtime.block_on(run(&client))\n}\n\n\
         async fn run(client: &Client) -> Result<(), Box<dyn Error>> {\n",
    );
    for operation in &operations {
        writeln!(code, "    r#{}(client).await?;", operation.id)?;
    }
    code.push_str("    Ok(())\n}\n");
    for operation in operations {
        write!(
            code,
            "\nasync fn r#{}(client: &Client) -> Result<(), Box<dyn Error>> {{\n    \
             black_box({}.await?);\n    Ok(())\n}}\n",
            operation.id,
            call(model, operation)
        )?;
    }
    code.push_str(GIVEN);
    Ok(code)
}

/// The expression that makes the call: `client.r#content().r#get_posts().r#limit(given::<i64>())`.
fn call(model: &ApiModel, operation: &Operation) -> String {
    let (required, optional): (Vec<&Argument>, Vec<&Argument>) =
        operation.arguments.iter().partition(|argument| argument.required);
    let required: Vec<String> = required.into_iter().map(|argument| positional(model, argument)).collect();
    let mut call = format!("client.r#{}().r#{}({})", operation.tag, operation.id, required.join(", "));
    for argument in optional {
        let ty = rust_type(model, &argument.ty, Depth::Outer);
        call.extend([".r#", argument.name.as_str(), "(given::<", &ty, ">())"]);
    }
    call
}

/// A required argument: texts and lists are converted by the method, everything else has the type that it asks for.
fn positional(model: &ApiModel, argument: &Argument) -> String {
    let converted = matches!(argument.ty, TypeRef::List(_)) || is_text(model, &argument.ty);
    if converted && !argument.nullable {
        return format!("given::<{}>()", rust_type(model, &argument.ty, Depth::Outer));
    }
    String::from("given()")
}

/// How deep in a type we are: methods convert texts, alone or in a list, but nothing deeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Outer,
    InList,
    Inner,
}

/// The type of a value that a method takes, as the program names it.
fn rust_type(model: &ApiModel, ty: &TypeRef, depth: Depth) -> String {
    if depth != Depth::Inner && is_text(model, ty) {
        return String::from("&str");
    }
    let inner = |inner: &TypeRef| rust_type(model, inner, Depth::Inner);
    match ty {
        TypeRef::Text => String::from("String"),
        TypeRef::Secret => String::from("cc_api::Secret"),
        TypeRef::Boolean => String::from("bool"),
        TypeRef::Integer => String::from("i64"),
        TypeRef::Number => String::from("f64"),
        TypeRef::Decimal => String::from("cc_api::Decimal"),
        TypeRef::Timestamp => String::from("cc_api::Timestamp"),
        TypeRef::Date => String::from("cc_api::Date"),
        TypeRef::YearMonth => String::from("cc_api::YearMonth"),
        TypeRef::Week => String::from("cc_api::Week"),
        TypeRef::Json => String::from("cc_api::internal::Value"),
        TypeRef::Named(name) => match definition(model, name).map(|ty| &ty.home) {
            Some(TypeHome::Common(tags)) => path_in(tags.first(), name),
            Some(TypeHome::Tag(tag)) => path_in(Some(tag), name),
            None => format!("cc_api::{name}"),
        },
        TypeRef::List(item) if depth == Depth::Outer => {
            format!("Vec<{}>", rust_type(model, item, Depth::InList))
        }
        TypeRef::List(item) => format!("Vec<{}>", inner(item)),
        TypeRef::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        TypeRef::Nullable(value) => format!("Option<{}>", inner(value)),
        TypeRef::Boxed(value) => format!("Box<{}>", inner(value)),
    }
}

/// The path of a type, by a group that offers it.
fn path_in(tag: Option<&TagName>, name: &TypeName) -> String {
    tag.map_or_else(|| format!("cc_api::{name}"), |tag| format!("cc_api::r#{tag}::{name}"))
}

/// Whether methods take a text for it: texts, ids, open sets.
fn is_text(model: &ApiModel, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Text => true,
        TypeRef::Named(name) => {
            let shape = definition(model, name).map(|ty| &ty.shape);
            matches!(shape, Some(Shape::Id | Shape::OpenEnum { .. }))
        }
        _ => false,
    }
}

fn definition<'m>(model: &'m ApiModel, name: &TypeName) -> Option<&'m TypeDef> {
    model.types.iter().find(|ty| ty.name == *name)
}

#[cfg(test)]
mod tests {
    use codegen::emit::Target;
    use codegen::load::MemorySource;
    use codegen::model::ApiModel;
    use codegen::{Options, Profile, generate};

    use super::program;

    const HEAD: &str = "
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
components:
  schemas:
    Food: { type: object, properties: { kind: { type: string } } }
paths:
  /pets:
    get: { operationId: wash, tags: [pets], responses: { '204': { description: Clean. } } }
    post:
      operationId: feed
      tags: [pets]
      responses: { '204': { description: Full. } }
";

    /// The model of an API whose operation `feed` has one argument `a` in its body.
    fn model(schema: &str, required: bool) -> ApiModel {
        let required = if required { "required: [a], " } else { "" };
        let schema = format!("{{ type: object, {required}properties: {{ a: {schema} }} }}");
        let body = format!(
            "      requestBody: {{ required: true, content: {{ application/json: {{ schema: {schema} }} }} }}\n"
        );
        let source = MemorySource::new([("api.yaml", format!("{HEAD}{body}"))]);
        let options = Options { profile: Profile::General, target: Target::ClientModules };
        let generated = generate("api.yaml", &source, &options);
        assert!(!generated.findings.has_errors(), "{:?}", generated.findings);
        generated.model.unwrap()
    }

    #[test]
    fn every_argument_is_given_with_a_type_that_the_method_takes() {
        let id = "{ type: string, x-id: PetId }";
        let food = "{ $ref: '#/components/schemas/Food' }";
        let list = |items: &str| format!("{{ type: array, items: {items} }}");
        let text = "{ type: string }";
        let cases = [
            (true, text.to_owned(), "(given::<&str>())"),
            (true, id.to_owned(), "(given::<&str>())"),
            (true, list(id), "(given::<Vec<&str>>())"),
            (true, "{ type: integer }".to_owned(), "(given())"),
            (true, list(food), "(given::<Vec<cc_api::r#pets::Food>>())"),
            (true, food.to_owned(), "(given())"),
            (false, text.to_owned(), "().r#a(given::<&str>())"),
            (false, "{ type: string, format: date }".to_owned(), "().r#a(given::<cc_api::Date>())"),
            (false, food.to_owned(), "().r#a(given::<cc_api::r#pets::Food>())"),
            (false, list(text), "().r#a(given::<Vec<&str>>())"),
            (false, list(&list(text)), "().r#a(given::<Vec<Vec<String>>>())"),
        ];
        for (required, schema, expected) in cases {
            let code = program(&model(&schema, required), None).unwrap();
            assert!(code.contains(&format!("client.r#pets().r#feed{expected}.await?")), "{schema}\n{code}");
        }
    }

    #[test]
    fn a_program_calls_what_it_is_asked_for_and_refuses_what_is_not_there() {
        let model = model("{ type: string }", true);
        let one = program(&model, Some(&["wash"])).unwrap();
        assert!(one.contains("r#wash(client).await?") && !one.contains("feed"), "{one}");
        assert!(program(&model, None).unwrap().contains("r#feed(client).await?"));
        assert!(program(&model, Some(&["groom"])).is_err());
    }
}
