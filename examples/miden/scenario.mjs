/** A faucet mints on the SDK's mock chain: executed here, proven by whoever `prove` asks, submitted here. The same in Node and in a page. */
export async function mint(sdk, prove) {
  const client = await sdk.MockWebClient.createClient();
  const storage = sdk.AccountStorageMode.private();
  const falcon = sdk.AuthScheme.AuthRpoFalcon512;
  const wallet = await client.newWallet(storage, true, falcon);
  const faucet = await client.newFaucet(storage, false, "WLK", 8, 10_000_000n, falcon);
  await client.syncState();
  const request = await client.newMintTransactionRequest(
    wallet.id(),
    faucet.id(),
    sdk.NoteType.Private,
    1000n,
  );
  const result = await client.executeTransaction(faucet.id(), request);
  const begun = performance.now();
  const proven = await prove(client, result);
  const milliseconds = Math.round(performance.now() - begun);
  const height = await client.submitProvenTransaction(proven, result);
  await client.applyTransaction(result, height);
  await client.proveBlock();
  await client.syncState();
  return {
    transaction: result.id().toHex(),
    isOfThisTransaction: proven.id().toHex() === result.id().toHex(),
    witnessBytes: result.serialize().length,
    milliseconds,
    height,
  };
}
