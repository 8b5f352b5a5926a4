/** A Connect client whose transport is the attested fetch: gRPC-web to a prover, every message sealed. */
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { createAttestedFetch } from "witnesslock";
import { endpoint, options } from "../attested.mjs";
import { PROVING_SERVICE } from "./proving-service.mjs";

const files = createFileRegistry(fromBinary(FileDescriptorSetSchema, PROVING_SERVICE));
const service = files.getService("remote_prover.Api");

const transport = createGrpcWebTransport({
  baseUrl: endpoint,
  fetch: createAttestedFetch(options),
});
const client = createClient(service, transport);

const payload = new TextEncoder().encode("WITNESS-".repeat(64));
const { payload: proof } = await client.prove({ payload });
console.log(JSON.stringify({ way: "Connect, gRPC-web", witnessBytes: payload.length, proofBytes: proof.length })); // prettier-ignore

// What the prover refuses is Connect's own error, with its code.
const refusal = await client.prove({}).catch((error) => error);
console.log(JSON.stringify({ way: "Connect, gRPC-web", refused: refusal.code }));
process.exit(proof.length === payload.length && refusal.code === 3 ? 0 : 1);
