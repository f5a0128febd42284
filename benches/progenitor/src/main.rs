//! Writes progenitor's client for a document, and programs that call it.
//!
//! `bench-progenitor DOCUMENT OUT THREE` reads an `OpenAPI` 3.0 document in JSON and writes into the
//! folder `OUT`: `client.rs`, the crate that progenitor makes of it with its default interface
//! (positional), and `three.rs` and `all.rs`, programs that call the operations named in `THREE` (by
//! commas) and all of them.

use std::path::Path;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};
use progenitor_impl::{GenerationSettings, Generator};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [document, out, three] = arguments.as_slice() else {
        bail!("usage: bench-progenitor DOCUMENT OUT OPERATION,OPERATION,OPERATION");
    };
    let text = fs::read_to_string(document).with_context(|| format!("could not read {document}"))?;
    let document = serde_json::from_str(&text).with_context(|| format!("{document} is no OpenAPI 3.0"))?;
    let client = Generator::new(&GenerationSettings::default()).generate_tokens(&document)?;
    let client: syn::File = syn::parse2(client)?;
    let methods = methods_of(&client);
    let three: Vec<&str> = three.split(',').collect();
    let chosen: Vec<&Method> = methods.iter().filter(|method| three.contains(&method.name.as_str())).collect();
    if chosen.len() != three.len() {
        bail!("not every one of {three:?} is an operation of the document");
    }
    let out = Path::new(out);
    fs::create_dir_all(out)?;
    fs::write(out.join("client.rs"), prettyplease::unparse(&client))?;
    write(&out.join("three.rs"), program(&chosen))?;
    write(&out.join("all.rs"), program(&methods.iter().collect::<Vec<_>>()))
}

/// A method of the generated client: one operation.
struct Method {
    name: String,
    arguments: usize,
}

/// The operations are the `async` methods of the client; the others are its constructors.
fn methods_of(client: &syn::File) -> Vec<Method> {
    let blocks = client.items.iter().filter_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    let functions = blocks.flat_map(|block| &block.items).filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(&function.sig),
        _ => None,
    });
    let asynchronous = functions.filter(|signature| signature.asyncness.is_some());
    asynchronous
        .map(|signature| Method {
            name: signature.ident.to_string(),
            arguments: signature.inputs.len() - 1,
        })
        .collect()
}

/// A program with a function a call, as a program of some size would have them.
///
/// `given` stands for values that come from elsewhere: the compiler can't know them, and it costs the
/// same for every type.
fn program(methods: &[&Method]) -> TokenStream {
    let names: Vec<_> = methods.iter().map(|method| format_ident!("{}", method.name)).collect();
    let arguments = methods.iter().map(|method| vec![quote!(given()); method.arguments]);
    quote! {
        use std::error::Error;
        use std::hint::black_box;

        use progenitor_api::Client;

        fn main() -> Result<(), Box<dyn Error>> {
            let client = Client::new("http://127.0.0.1:1");
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(run(&client))
        }

        async fn run(client: &Client) -> Result<(), Box<dyn Error>> {
            #(#names(client).await?;)*
            Ok(())
        }

        #(
            async fn #names(client: &Client) -> Result<(), Box<dyn Error>> {
                black_box(client.#names(#(#arguments),*).await?.into_inner());
                Ok(())
            }
        )*

        fn given<T>() -> T {
            black_box(None::<T>).expect("this program is only compiled")
        }
    }
}

fn write(path: &Path, tokens: TokenStream) -> Result<()> {
    fs::write(path, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}
