// Compiles the AssemblyScript of the fast reader to WebAssembly.
import asc from 'assemblyscript/asc';

/** @param source Path of the module. @param target Path of the .wasm to be written. */
export async function compileAssembly(source, target) {
	const {error, stderr} = await asc.main([
		source,
		'--outFile',
		target,
		'-O3',
		'--noAssert',
		'--runtime',
		'stub',
		'--enable',
		'simd',
	]);
	if (error) throw new Error(`${source}: ${stderr.toString()}`);
}
