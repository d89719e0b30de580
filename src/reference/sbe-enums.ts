/** The enumerations of the SBE schema, from the words of the protocol in the order of their numbers. */
import { AlgorithmWords, SideWords, TimeInForceWords } from "../abi/layout.js";

/** Names of an SBE schema are spelt out and begin with a capital; these were published under longer ones. */
const longer: Readonly<Record<string, string>> = {
  GTC: "GoodTillCancelled",
  IOC: "ImmediateOrCancel",
  FOK: "FillOrKill",
};
const nameOf = (word: string) => longer[word] ?? word.charAt(0).toUpperCase() + word.slice(1);

const enums = {
  Side: SideWords,
  TimeInForce: TimeInForceWords,
  Flag: ["no", "yes"],
  Algorithm: AlgorithmWords,
  OrderType: ["limit"],
} as const;

export function sbeEnums(): string {
  return Object.entries(enums)
    .map(([name, words]) => {
      const values = words.map((word, i) => `      <validValue name="${nameOf(word)}">${i}</validValue>`);
      return [`    <enum name="${name}" encodingType="uint8">`, ...values, "    </enum>"].join("\n");
    })
    .join("\n");
}
