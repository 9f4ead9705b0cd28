import org.jspecify.annotations.NullMarked;

/**
 * STS600-4-2 key-management records as they travel through the STS600-9-2 e-mail gateway: the record codec, identities,
 * public-key records with their proof, record-in-email and file-of-records.
 *
 * <p>Nothing outside the JDK is needed at run time; the JSpecify annotations are for compilers only.
 */
@NullMarked
module org.valise.sts.records {
    requires static org.jspecify;

    exports org.valise.sts.records;
}
