/**
 * Aleo's published SDK with the attested fetch as its `transport`: it makes an authorization for a transfer, and delegates the proving.
 * Every call of the client goes to the prover sealed, the one for its key included.
 */
import { Account, AleoNetworkClient, Program, ProgramManager } from "@provablehq/sdk/testnet.js";
import { createAttestedFetch } from "witnesslock";
import { endpoint, options } from "../attested.mjs";

const attestedFetch = createAttestedFetch(options);
const client = new AleoNetworkClient(endpoint, {
  transport: attestedFetch,
  auth: { mode: "none" },
});

const manager = new ProgramManager(endpoint, undefined, undefined, { transport: attestedFetch });
manager.setAccount(new Account());
const provingRequest = await manager.provingRequest({
  programName: "credits.aleo",
  programSource: Program.getCreditsProgram().toString(),
  functionName: "transfer_public",
  inputs: [new Account().address().to_string(), "1u64"],
  priorityFee: 0,
  privateFee: false,
  useFeeMaster: true,
  unchecked: true,
  broadcast: false,
});
const answer = await client.submitProvingRequestSafe({ provingRequest, url: endpoint });
console.log(JSON.stringify({ way: "Aleo SDK, transport", witnessBytes: provingRequest.toString().length, ok: answer.ok, transaction: answer.data?.transaction?.id })); // prettier-ignore
process.exit(answer.ok ? 0 : 1);
