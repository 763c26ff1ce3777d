// Takes the place of `Intl.Segmenter` in bundles. Libraries make theirs when they are loaded; the first takes 10 ms, and the
// first frame needs none.
export class Segmenter {
	/** @type {Intl.Segmenter | undefined} */
	#made;
	#options;

	/** @param {[locales?: Intl.LocalesArgument, options?: Intl.SegmenterOptions]} options */
	constructor(...options) {
		this.#options = options;
	}

	/** @param {string} text */
	segment(text) {
		// esbuild would replace `Intl.Segmenter` here too.
		this.#made ??= /** @type {Intl.Segmenter} */ (new (Reflect.get(Intl, 'Segmenter'))(...this.#options));
		return this.#made.segment(text);
	}
}
