/** `breakwater profiles [NAME|--all]`: ready policies in the manner of venues, as commands to begin from. */
import { Command } from "commander";
import { profiles } from "../profiles/all.js";
import { commandsOf, type Profile } from "../profiles/profile.js";
import { CannotAnswer, exitCodes } from "./exit-codes.js";

const line = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

function define(profile: Profile): void {
  const names = { domain: profile.name, market: marketOf(profile), sources: [{ source: "index" }] };
  for (const command of commandsOf(profile, names)) line(command);
}

/** What the venue calls the contract where that is a name; some profiles are of a kind of contract. */
function marketOf({ contract, name }: Profile): string {
  const [symbol] = contract.match(/^[A-Z][A-Za-z0-9]*([-_:/][A-Za-z0-9]+)*(?= |,|$)/) ?? [];
  return symbol ?? `${name.toUpperCase()}-PERP`;
}

function run(name: string | undefined, { all }: { readonly all?: true }): void {
  if (name !== undefined && all === true) throw new CannotAnswer("profiles: --all takes no name");
  if (all === true) for (const profile of Object.values(profiles)) define(profile);
  else if (name === undefined) {
    for (const { name: venue, contract, sources, differs } of Object.values(profiles))
      line({ profile: venue, contract, sources, differs });
  } else {
    const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    if (profile === undefined)
      throw new CannotAnswer(`profiles: no ${name}; there are ${Object.keys(profiles).join(", ")}`);
    define(profile);
  }
}

const help = `
Without a name the list is for reading. With one, the lines are commands: breakwater profiles bitmex | breakwater replay -
`;

export function profilesCommand(): Command {
  return new Command("profiles")
    .description("list the venue profiles, or write one's domain and market as commands (JSON Lines)")
    .argument("[name]", "a venue, such as binance")
    .option("--all", "the commands of all profiles, each its own domain and market")
    .addHelpText("after", help)
    .addHelpText("after", exitCodes("they are written").trimStart())
    .action(run);
}
