// Compiles the fast reader's AssemblyScript to WebAssembly.
import asc from 'assemblyscript/asc';

/** @param source Path of the module. @param target Path of the .wasm to write. */
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
