/** Laws that hold for every mapping, tried with generated messages. Not here: what one mapping means; its examples say that. */
@org.jspecify.annotations.NullMarked
package nl.schakel.translate.laws;
