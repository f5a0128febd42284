//! The languages, as data: how a client is made in each, and what shows that it is sound.
//!
//! In the words of commands, `{tools}` stands for the folder of installed compilers, `{beside}` for this one, `{generator}`
//! for the generator's own archive, which holds Jackson, and `{okhttp}` for a folder that holds `OkHttp`.

use Need::{File, Program};

/// A language.
pub(super) struct Language {
    /// The generator's name for it, and the name of its folder below `target/languages`.
    pub name: &'static str,
    /// What the generator is told besides, as the guide has it.
    pub options: &'static [&'static str],
    /// What the system has to have.
    pub needs: &'static [Need],
    /// The ending of its source files, where a command takes them by name, from `sources.txt`.
    pub sources: Option<&'static str>,
    /// Compiles it, or loads it whole. Run in its folder, each after the one before.
    pub compile: &'static [&'static [&'static str]],
    /// A program that calls a sandbox through it.
    pub caller: Option<Caller>,
    /// What its commands can't show, if anything.
    pub but: Option<&'static str>,
}

/// Something of the system's, and the Debian package that brings it.
pub(super) enum Need {
    /// A program that answers when it is asked so.
    Program(&'static [&'static str], &'static str),
    /// A file.
    File(&'static str, &'static str),
}

/// A program that calls a sandbox.
pub(super) struct Caller {
    /// Its source, in the folder `callers`; it is copied beside the client before that is compiled.
    pub file: &'static str,
    /// Runs it.
    pub run: &'static [&'static str],
}

const ANNOTATIONS: &str = "/usr/share/java/geronimo-annotation-1.3-spec.jar";
const NEWTONSOFT: &str = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll";
const JAVAC: Need = Program(&["javac", "-version"], "default-jdk-headless");

/// All of them.
pub(super) const LANGUAGES: [Language; 8] = [
    Language {
        name: "python",
        options: &["--additional-properties=packageName=coffee_contracts"],
        needs: &[],
        sources: None,
        compile: &[&["{tools}/venv/bin/python", "-W", "error", "{beside}/load.py", "coffee_contracts"]],
        caller: Some(Caller { file: "caller.py", run: &["{tools}/venv/bin/python", "caller.py"] }),
        but: None,
    },
    Language {
        name: "typescript-fetch",
        options: &[],
        needs: &[],
        sources: None,
        compile: &[&[
            "tsc",
            "--strict",
            "--target",
            "es2022",
            "--module",
            "node16",
            "--typeRoots",
            "{tools}/node_modules/@types",
            "--outDir",
            "build",
            "caller.ts",
        ]],
        caller: Some(Caller { file: "caller.ts", run: &["node", "build/caller.js"] }),
        but: None,
    },
    Language {
        name: "go",
        options: &["--additional-properties=packageName=coffeecontracts"],
        needs: &[],
        sources: None,
        compile: &[&["go", "build", "./..."], &["go", "vet", "."]],
        caller: None,
        but: None,
    },
    Language {
        name: "java",
        options: &[
            "--library=native",
            "--additional-properties=invokerPackage=coffeecontracts,apiPackage=coffeecontracts.api,modelPackage=coffeecontracts.model,openApiNullable=false",
        ],
        needs: &[JAVAC, File(ANNOTATIONS, "libgeronimo-annotation-1.3-spec-java")],
        sources: Some("java"),
        compile: &[&[
            "javac",
            "-nowarn",
            "-d",
            "build",
            "-cp",
            "{generator}:/usr/share/java/geronimo-annotation-1.3-spec.jar",
            "@sources.txt",
        ]],
        caller: None,
        but: None,
    },
    Language {
        name: "csharp",
        // Without the last one, an update would send null for every field that was not set.
        options: &[
            "--library=httpclient",
            "--additional-properties=packageName=CoffeeContracts,targetFramework=netstandard2.0,conditionalSerialization=true",
        ],
        needs: &[
            Program(&["mcs", "--version"], "mono-mcs"),
            File(NEWTONSOFT, "libnewtonsoft-json5.0-cil"),
            File("/usr/lib/mono/4.5/System.Net.Http.dll", "libmono-system-net-http4.0-cil"),
            File(
                "/usr/lib/mono/4.5/System.ComponentModel.DataAnnotations.dll",
                "libmono-system-componentmodel-dataannotations4.0-cil",
            ),
            File(
                "/usr/lib/mono/4.5/System.Runtime.Serialization.dll",
                "libmono-system-runtime-serialization4.0-cil",
            ),
        ],
        sources: None,
        compile: &[
            &[
                "mcs",
                "--parse",
                "-langversion:latest",
                "-target:library",
                "-recurse:src/CoffeeContracts/*.cs",
            ],
            &["sh", "{beside}/models.sh", "src/CoffeeContracts", NEWTONSOFT],
        ],
        caller: None,
        but: Some(
            "all files parse and the models compile; Debian lacks Polly and a Json.NET of version 9 or newer",
        ),
    },
    Language {
        name: "php",
        // A property called `modelName` has a getter that the generator's own `getModelName` clashes with.
        options: &[
            "--additional-properties=invokerPackage=CoffeeContracts",
            "--name-mappings=modelName=nameOfModel",
        ],
        needs: &[
            Program(&["php", "--version"], "php-cli"),
            File("/usr/share/php/GuzzleHttp/autoload.php", "php-guzzlehttp-guzzle"),
        ],
        sources: None,
        compile: &[&["php", "{beside}/load.php", "lib", "CoffeeContracts"]],
        caller: None,
        but: None,
    },
    Language {
        name: "ruby",
        options: &["--additional-properties=gemName=coffee_contracts,moduleName=CoffeeContracts"],
        needs: &[
            Program(&["ruby", "--version"], "ruby"),
            Program(&["ruby", "-rtyphoeus", "-e", ""], "ruby-typhoeus"),
        ],
        sources: None,
        compile: &[&["ruby", "{beside}/load.rb", "lib", "coffee_contracts", "CoffeeContracts"]],
        caller: None,
        but: None,
    },
    Language {
        name: "kotlin",
        options: &["--additional-properties=packageName=coffeecontracts,serializationLibrary=gson"],
        needs: &[JAVAC, File("/usr/share/java/gson.jar", "libgoogle-gson-java")],
        sources: None,
        compile: &[&[
            "bash",
            "{tools}/node_modules/kotlin-compiler/bin/kotlinc",
            "-nowarn",
            "-d",
            "build",
            "-cp",
            "/usr/share/java/gson.jar:{okhttp}/okhttp-jvm-5.5.0.jar:{okhttp}/okio-jvm-3.18.1.jar",
            "src/main/kotlin",
        ]],
        caller: None,
        but: None,
    },
];
