package dev.tutti.arch;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The shape of core. Kernel, layers and membership are pure event handlers: the same classes run in production and,
 * under virtual time, in the simulator. Whatever would make two runs of one seed differ is handed in, never taken.
 */
@AnalyzeClasses(packages = "dev.tutti", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String KERNEL = "dev.tutti.kernel..";
    private static final String LAYERS = "dev.tutti.layer..";
    private static final String MEMBERSHIP = "dev.tutti.membership..";
    private static final String LAYER_TYPE = "dev.tutti.kernel.Layer";

    @ArchTest
    static final ArchRule kernelStandsAlone = noClasses()
            .that()
            .resideInAPackage(KERNEL)
            .should(dependOnClassesThat(new DescribedPredicate<JavaClass>("reside elsewhere in dev.tutti") {
                @Override
                public boolean test(JavaClass target) {
                    return inPackage(target, "dev.tutti") && !inPackage(target, "dev.tutti.kernel");
                }
            }))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule layerPackagesStandAlone = slices().matching("dev.tutti.layer.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule layersDoNotSeeEachOther =
            classes().that().resideInAPackage(LAYERS).should(seeNoOtherLayer()).allowEmptyShould(true);

    @ArchTest
    static final ArchRule noThreads = pure(
            dependOnClassesThat(
                    named(
                            "java\\.lang\\.(Thread|ThreadLocal|Runtime|Process|ProcessBuilder)|java\\.util\\.concurrent\\..*|java\\.util\\.Timer.*")));

    @ArchTest
    static final ArchRule noSynchronizedMethods = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(KERNEL, LAYERS, MEMBERSHIP)
            .should()
            .notHaveModifier(JavaModifier.SYNCHRONIZED)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noClocks = pure(callMethod(System.class, "nanoTime")
            .or(callMethod(System.class, "currentTimeMillis"))
            .or(dependOnClassesThat(
                    named("java\\.time\\.(?!Duration$).*|java\\.util\\.(Date|Calendar|GregorianCalendar)"))));

    @ArchTest
    static final ArchRule noChance = pure(
            callMethod(Math.class, "random")
                    .or(callMethod(UUID.class, "randomUUID"))
                    .or(callMethod(RandomGenerator.class, "getDefault"))
                    .or(callMethod(RandomGenerator.class, "of", String.class))
                    .or(callMethod(System.class, "identityHashCode", Object.class))
                    .or(
                            dependOnClassesThat(
                                    named(
                                            "java\\.util\\.(Random|SplittableRandom|random\\.RandomGeneratorFactory)|java\\.security\\.SecureRandom.*"))));

    @ArchTest
    static final ArchRule noSocketsOrFiles = pure(dependOnClassesThat(
            named("java\\.net\\.(Socket|ServerSocket|DatagramSocket|MulticastSocket|NetworkInterface|URL|http\\.).*"
                    + "|java\\.nio\\.(channels|file)\\..*|java\\.io\\.(File|RandomAccessFile).*")));

    @ArchTest
    static final ArchRule noLogging = pure(accessField(System.class, "out")
            .or(accessField(System.class, "err"))
            .or(dependOnClassesThat(
                    named("org\\.slf4j\\..*|java\\.util\\.logging\\..*|java\\.lang\\.System\\$Logger.*"))));

    private static ArchRule pure(ArchCondition<? super JavaClass> taken) {
        return noClasses()
                .that()
                .resideInAnyPackage(KERNEL, LAYERS, MEMBERSHIP)
                .should(taken)
                .because("time, chance, threads and the wire are handed in")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> named(String regex) {
        return new DescribedPredicate<>("are named " + regex) {
            @Override
            public boolean test(JavaClass target) {
                return target.getName().matches(regex);
            }
        };
    }

    private static boolean inPackage(JavaClass type, String prefix) {
        return type.getPackageName().equals(prefix) || type.getPackageName().startsWith(prefix + ".");
    }

    /** One layer, one file: what two layers share is neither of them. */
    private static ArchCondition<JavaClass> seeNoOtherLayer() {
        return new ArchCondition<>("see no other layer") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                JavaClass file = outermost(origin);
                if (!file.isAssignableTo(LAYER_TYPE)) {
                    return;
                }
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    JavaClass target = outermost(dependency.getTargetClass());
                    if (target.isAssignableTo(LAYER_TYPE)
                            && !inPackage(target, "dev.tutti.kernel")
                            && !target.equals(file)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
