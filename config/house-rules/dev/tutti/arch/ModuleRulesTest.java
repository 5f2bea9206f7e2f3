package dev.tutti.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules for every module. Compiled into each module's tests, where it sees that module and those it uses. */
@AnalyzeClasses(packages = "dev.tutti", importOptions = DoNotIncludeTests.class)
class ModuleRulesTest {

    @ArchTest
    static final ArchRule noJavaSerialisation = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(ObjectInput|ObjectOutput|Externalizable).*")
            .because("bytes from the wire must never choose which classes are built")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noSerialisationHooks = methods()
            .should()
            .notHaveName("readObject")
            .andShould()
            .notHaveName("readResolve")
            .andShould()
            .notHaveName("writeReplace")
            .because("nothing is ever serialised by Java")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noReflection = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect..")
            .orShould()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
            .because("what runs is what the compiler saw")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noStaticState = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("two nodes in one process share nothing")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noDumpingGrounds = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)(\\$.*)?")
            .because("a name says what a class is; these say only that it had no better place")
            .allowEmptyShould(true);
}
