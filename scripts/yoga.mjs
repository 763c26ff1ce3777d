// Replaces yoga-layout in bundles. The original awaits its WebAssembly at top level, so Ink could not be required, and
// fetches it from a data: URL, for which Node loads its HTTP client: together 30 ms of the first frame.
// @ts-expect-error made by bundle-options.mjs
import binary from 'yoga.wasm';
// @ts-expect-error without types
import loadYoga from '../node_modules/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js';
import wrapAssembly from '../node_modules/yoga-layout/dist/src/wrapAssembly.js';

const module = {
	/** @param {any} imports @param {(instance: any) => void} done */
	instantiateWasm(imports, done) {
		const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), imports);
		done(instance);
		return instance.exports;
	},
};
// Fills the module before it returns: instantiating is not asynchronous here.
loadYoga(module);

export default wrapAssembly(module);
export * from '../node_modules/yoga-layout/dist/src/generated/YGEnums.js';
