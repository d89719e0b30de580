/** `breakwater openapi`: the description of the HTTP interface, as `/openapi.json` serves it. */
import { Command } from "commander";
import { openApiDocument } from "../server/openapi/document.js";
import { exitCodes } from "./exit-codes.js";

export function openApiCommand(): Command {
  return new Command("openapi")
    .description("write the OpenAPI description of the HTTP interface")
    .addHelpText("after", exitCodes("it is written"))
    .action(() => {
      process.stdout.write(`${JSON.stringify(openApiDocument(), null, 1)}\n`);
    });
}
