// Compiles the fast reader's AssemblyScript to WebAssembly.
import asc from 'assemblyscript/asc';

/**
@param {string} source Path of the module.
@param {string} target Path of the .wasm to write.
*/
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
