import {nameList} from '../name-list.js';
import {isSymbol, isWord, type Token, unexpected} from './lexer.js';

/**
Words of [L:r_pg_keywords] that no statement of this double's has a use for: as names they have to be quoted. Of the other
reserved words the place would have to be looked at; those that PostgreSQL reserves too it refuses itself.
*/
const reserved: ReadonlySet<string> = new Set(
	nameList(`
		aes128 aes256 allowoverwrite az64 bytedict credentials deflate defrag delta delta32k disable enable encrypt encryption
		explicit globaldict256 globaldict64k lun luns lzo mostly16 mostly32 mostly8 new offline oid old open parallel percent
		permissions raw recover rejectlog resort restore snapshot system tag tdes text255 text32k wallet`),
);

/** @throws RedshiftError 42601 for a reserved word that stands where a name would; the text is a guess */
export function refuseReservedWords(sql: string, tokens: readonly Token[]): void {
	for (const [at, token] of tokens.entries()) {
		if (token.type !== 'word' || !reserved.has(token.value)) continue;
		// Encodings are words of this list, and dbt-redshift asks a cluster for pg_class.oid (its macro get_relations).
		if (isWord(tokens[at - 1], 'encode') || isSymbol(tokens[at - 1], '.')) continue;
		throw unexpected(sql, tokens, at);
	}
}
